import { inventoryData } from '@/bench/inventory-data';

for (const n of process.argv.slice(2)) await inventoryData(Number(n));
process.exit(0);
