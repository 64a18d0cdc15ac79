export * from '../../local/demo-requests/form-browser.ts';
