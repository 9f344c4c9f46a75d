import type { Connection } from 'vscode-languageserver/node'
import type { Kubeconfig } from '../cluster/kubeconfig.ts'
import { unifiedDiff } from '../session/moduleDiff.ts'
import { type ApplyPlan, planDetails } from '../session/planApply.ts'
import type { Client } from './clientTraits.ts'
import {
  type ConfirmAnswer,
  type ConfirmQuestion,
  type ContextQuestion,
  confirmApply,
  pickContext,
} from './protocol.ts'
import { tell } from './tell.ts'

/** Asks whether to apply, on the client's own surface or with a plain message; a protected context needs the former. */
export async function askToApply(
  connection: Connection,
  client: Client,
  plan: ApplyPlan,
  isProtected: boolean,
): Promise<boolean> {
  const { name, namespace, target, diff } = plan
  const details = planDetails(plan)
  if (client.surfaces.has('confirmApply')) {
    const question: ConfirmQuestion = {
      name,
      namespace,
      context: target.context,
      server: target.server,
      before: diff.before,
      after: diff.after,
      changed: diff.changed,
      details,
      protected: isProtected,
    }
    const answer = await connection.sendRequest<ConfirmAnswer | null>(confirmApply, question)
    return answer?.apply === true
  }
  if (isProtected) {
    tell(
      connection,
      'error',
      `\`${target.context}\` is a protected context: apply with \`kmm apply --context ${target.context}\`, which asks for its name`,
    )
    return false
  }
  connection.console.info(unifiedDiff(diff, `${namespace}/${name}`))
  const text = [`Apply ${namespace}/${name} to ${target.context}?`, ...details].join('\n')
  const picked = await connection.window.showInformationMessage(text, { title: 'Apply' }, { title: 'Cancel' })
  return picked?.title === 'Apply'
}

/** Whether there are contexts to choose among, and a surface to choose on. */
export function canAskForContext(client: Client, { contexts }: Kubeconfig): boolean {
  return client.surfaces.has('pickContext') && contexts.size > 1
}

/** Asks which context to use; without the surface the kubeconfig's current one is taken. `null`: leave things as they are. */
export async function askForContext(
  connection: Connection,
  client: Client,
  kubeconfig: Kubeconfig,
): Promise<string | undefined | null> {
  if (!canAskForContext(client, kubeconfig)) return kubeconfig.currentContext
  const question: ContextQuestion = {
    current: kubeconfig.currentContext,
    contexts: [...kubeconfig.contexts.values()].map(({ name, cluster, namespace }) => ({
      name,
      server: kubeconfig.clusters.get(cluster)?.server ?? '',
      namespace: namespace ?? 'default',
    })),
  }
  return await connection.sendRequest<string | null>(pickContext, question)
}
