/** Imports one module in this fresh process and prints what that took of the processor, in milliseconds. */
const [module] = process.argv.slice(2);
const before = process.cpuUsage();
await import(module);
const { user, system } = process.cpuUsage(before);
process.stdout.write(`${(user + system) / 1000}\n`, () => process.exit(0));
