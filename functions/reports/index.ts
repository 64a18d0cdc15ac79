export { dynamoCountStore } from './count-store.dynamo.ts';
export { type MakeReport, type Report, reportMaker, type Spread } from './make-report.ts';
export { reportCsv } from './report-csv.ts';
