// The classes of a line in the panel that is a link or a button.
export const entryLook = 'flex w-full items-center gap-3 rounded-control px-2 py-2.5 text-start hover:bg-sunken focus-visible:-outline-offset-2';
