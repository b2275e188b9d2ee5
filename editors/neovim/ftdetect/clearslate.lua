-- Neovim knows none of these endings by itself. A filetype that another plugin gives first is left alone.
vim.filetype.add({
  extension = {
    fountain = 'fountain',
    spmd = 'fountain',
    fdx = 'xml',
    prompt = 'text',
    prompty = 'markdown',
  },
})
