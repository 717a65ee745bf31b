// The dialog that lies over the panes, if there is one. Any feature may open it; the shell draws it.
import { create } from 'zustand';

type Overlay = 'switcher' | 'keys' | 'new-conversation';

export const useOverlay = create<{ overlay: Overlay | null }>(() => ({ overlay: null }));
export const openOverlay = (overlay: Overlay) => useOverlay.setState({ overlay });
export const closeOverlay = () => useOverlay.setState({ overlay: null });
