import '@fontsource-variable/atkinson-hyperlegible-next';
import { mount } from 'svelte';
import Overlay from './Overlay.svelte';

mount(Overlay, { target: document.body });
