import '@fontsource-variable/atkinson-hyperlegible-next';
import './styles/tokens.css';
import './styles/base.css';
import { mount } from 'svelte';
import Docs from './Docs.svelte';

const target = document.getElementById('app');
if (!target) throw new Error('The page has no #app to show the description in.');
mount(Docs, { target });
