import { applyTheme, readTheme } from './contexts/theme.ts';
import './elements/wx-app.ts';

applyTheme(readTheme());

// Right-to-left scripts, without a translation yet: so that the layout can be looked at.
if (new URLSearchParams(location.search).get('dir') === 'rtl') document.documentElement.dir = 'rtl';
