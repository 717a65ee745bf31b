// What lies over the panes just now.
import { create } from 'zustand';

type Overlay = 'switcher' | 'keys' | 'new-conversation';

export const useUi = create<{ overlay: Overlay | null }>(() => ({ overlay: null }));
export const openOverlay = (overlay: Overlay) => useUi.setState({ overlay });
export const closeOverlay = () => useUi.setState({ overlay: null });
