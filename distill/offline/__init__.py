"""Work on whole recordings and grids: encode, decode, generate, inpaint, blend."""
