import type { Page } from 'playwright-core'
import { resources } from '../../server/cluster/resources.ts'
import { listAt } from '../../server/practice/json.ts'
import type { StoryCluster } from './storyCluster.ts'

/** When a text is first drawn in the panel, in ms since 1970; at the pace of the page's frames. */
export async function whenDrawn(page: Page, text: string): Promise<number> {
  const found = `document.querySelector('.part.panel')?.textContent.replaceAll('\\u00a0', ' ').includes(${JSON.stringify(text)}) && Date.now()`
  const handle = await page.waitForFunction<number>(found, undefined, { polling: 'raf' })
  return Number(await handle.jsonValue())
}

/** When the API server first tells of a worker pod's container that runs, in ms since 1970. */
export async function whenWorkerRuns({ cluster }: StoryCluster): Promise<number> {
  const end = new AbortController()
  try {
    const namespace = cluster.target.namespace
    for await (const event of cluster.watch(resources.pods, { namespace, signal: end.signal })) {
      const pods = event.type === 'sync' ? event.items : 'item' in event ? [event.item] : []
      if (pods.some((pod) => JSON.stringify(listAt(pod, 'status', 'containerStatuses')).includes('"running"')))
        return Date.now()
    }
    throw new Error('the watch has ended')
  } finally {
    end.abort()
  }
}
