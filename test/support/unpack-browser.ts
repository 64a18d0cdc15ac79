/** Unpacks the browser and the libraries its package brings into the folder that TMPDIR names; prints the program's path. */
import chromium from '@sparticuz/chromium';

process.stdout.write(await chromium.executablePath());
