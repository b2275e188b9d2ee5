-- The configuration that `vim.lsp.enable('clearslate')` reads (Neovim 0.11 and later).

-- Scripts and prompts are checked wherever they lie. Text, tables and workflows are checked below a `clearslate.toml` only, so
-- that the server does not start for every README.
local own = { fountain = true, spmd = true, fdx = true, prompt = true, prompty = true }

return {
  cmd = { 'clearslate', 'lsp' },
  filetypes = { 'fountain', 'xml', 'text', 'markdown', 'csv', 'tsv', 'json', 'yaml', 'toml' },
  root_dir = function(buffer, start)
    local name = vim.api.nvim_buf_get_name(buffer)
    local production = vim.fs.root(buffer, 'clearslate.toml')
    if production then
      start(production)
    elseif vim.bo[buffer].filetype == 'fountain' or own[vim.fn.fnamemodify(name, ':e'):lower()] then
      start(vim.fs.root(buffer, '.git'))
    end
  end,
  -- `true` also shows what HEAD has already, not only what is new.
  init_options = { showKnown = false },
}
