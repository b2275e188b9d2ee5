-- Opens a script in a real Neovim, waits for its marks, asks for a hover, takes the cue away and waits until the marks go.
-- Writes what it saw to $OUT as JSON. Run by neovim.sh.

local buffer = vim.api.nvim_get_current_buf()
local id
if vim.lsp.enable then
  vim.opt.runtimepath:append(os.getenv('PLUGIN'))
  vim.lsp.config('clearslate', { cmd = { os.getenv('CLEARSLATE'), 'lsp' } })
  vim.lsp.enable('clearslate')
  vim.cmd('runtime! ftdetect/clearslate.lua | filetype detect')
  vim.wait(5000, function() return #vim.lsp.get_clients({ bufnr = buffer }) > 0 end, 20)
  id = vim.lsp.get_clients({ bufnr = buffer })[1].id
else
  -- 0.7 has neither `vim.lsp.enable` nor `vim.lsp.start`.
  vim.bo[buffer].filetype = 'fountain'
  id = vim.lsp.start_client({ name = 'clearslate', cmd = { os.getenv('CLEARSLATE'), 'lsp' }, root_dir = vim.fn.getcwd() })
  vim.wait(5000, function() local c = vim.lsp.get_client_by_id(id); return c and c.initialized end, 20)
  vim.lsp.buf_attach_client(buffer, id)
end

local function marks() return vim.diagnostic.get(buffer) end
vim.wait(10000, function() return #marks() > 0 end, 20)
local shown = marks()

local hovers = vim.lsp.buf_request_sync(buffer, 'textDocument/hover', {
  textDocument = { uri = vim.uri_from_bufnr(buffer) },
  position = { line = 4, character = 8 },
}, 5000) or {}
local hover = hovers[id] and hovers[id].result and hovers[id].result.contents.value

vim.api.nvim_buf_set_lines(buffer, 4, 5, false, { 'THE ANCHOR (ON TV)' })
local gone = vim.wait(10000, function() return #marks() == 0 end, 20)

local out = io.open(os.getenv('OUT'), 'w')
local client = vim.lsp.get_client_by_id(id)
out:write(vim.fn.json_encode({
  encoding = client.offset_encoding,
  filetype = vim.bo[buffer].filetype,
  marks = vim.tbl_map(function(m) return { code = m.code, line = m.lnum, column = m.col, last = m.end_col, severity = m.severity, message = m.message } end, shown),
  hover = hover or '',
  gone = gone,
}))
out:close()
vim.lsp.stop_client(id)
vim.wait(300)
vim.cmd('qa!')
