import type { ProblemDoc } from './problemDoc.ts'

/** Words for comments that suppress problems. */
export const suppressionDocs: readonly ProblemDoc[] = [
  {
    id: 'kmm/unused-suppression',
    title: 'A comment that suppresses nothing',
    why: 'The problem that it names is gone, or the id is misspelt. A comment that stays would hide the next problem of that kind. Problems that depend on a cluster or on other files may come back, so comments for those are not told of.',
    bad: 'modprobe:\n  # kmm-ignore: kmm/module-file-name\n  moduleName: driver',
    good: 'modprobe:\n  # kmm-ignore: kmm/module-file-name\n  moduleName: driver.ko',
    severity: 'hint',
  },
]
