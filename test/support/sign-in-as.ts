export * from '../../local/demo-requests/sign-in-as.ts';
