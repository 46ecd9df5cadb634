/** What a person has set for this screen; it stays in this browser. */
import { CARD_PIXELS } from './host';
import type { Chosen } from './keyboard';
import { LOCALES, preferred, speak, type Key, type Language, type Locale, type Values } from './i18n';

export const THEMES = ['system', 'dark', 'light', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];
/** Text sizes in percent, for a screen nearer or farther away. */
export const DISTANCES = [100, 125, 150, 200] as const;

export interface Settings {
  locale: Locale;
  theme: Theme;
  distance: number;
  /** Whether single keys act (WCAG 2.1.4). */
  singleKeys: boolean;
  /** Keys chosen in place of ours. */
  keys: Chosen;
  /** Whether new questions are heard. */
  cue: boolean;
  /** Whose decisions are taken here, where the page was not let in under a name. */
  name: string;
  /** How far the host stands from the host's screen, in metres. */
  metres: number;
  /** How many of this screen's pixels a bank card is wide. */
  cardPixels: number;
  /** Whether the host's screen is read in a teleprompter's mirror. */
  mirror: boolean;
}

const STORE = 'livedesk.settings';

export const settings: Settings = $state(read());
const language = $derived(speak(settings.locale));

/** The language the desk is shown in. */
export function spoken(): Language {
  return language;
}

/** A text in the language the desk is shown in. */
export function t(key: Key, values?: Values): string {
  return language.t(key, values);
}

function read(): Settings {
  const fallback: Settings = {
    locale: preferred(navigator.languages),
    theme: 'system',
    distance: 100,
    singleKeys: true,
    keys: {},
    cue: false,
    name: '',
    metres: 2,
    cardPixels: CARD_PIXELS,
    mirror: false,
  };
  const stored = { ...fallback, ...(JSON.parse(localStorage.getItem(STORE) ?? '{}') as Partial<Settings>) };
  return stored.locale in LOCALES ? stored : fallback;
}

/** Chromium keeps answers to container queries in rem when the root's size changes; a container made anew asks again. */
function measureAnew(container: HTMLElement): void {
  container.style.containerType = 'normal';
  container.getBoundingClientRect();
  container.style.containerType = '';
}

/** Put the settings on the page and keep them, whenever they change; call from a component. */
export function applySettings(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');
  let system = $state(systemTheme());

  function systemTheme(): Exclude<Theme, 'system'> {
    if (contrast.matches) return 'contrast';
    return dark.matches ? 'dark' : 'light';
  }

  $effect(() => {
    const look = () => (system = systemTheme());
    dark.addEventListener('change', look);
    contrast.addEventListener('change', look);
    return () => {
      dark.removeEventListener('change', look);
      contrast.removeEventListener('change', look);
    };
  });
  $effect.pre(() => {
    const root = document.documentElement;
    root.dataset['theme'] = settings.theme === 'system' ? system : settings.theme;
    root.lang = settings.locale;
    root.style.fontSize = `${settings.distance}%`;
    measureAnew(document.body);
    localStorage.setItem(STORE, JSON.stringify(settings));
  });
}
