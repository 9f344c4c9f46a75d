import { BlockList, isIP } from 'node:net'
import { ClusterError } from './clusterError.ts'
import type { ClusterEntry, Environment } from './kubeconfig.ts'

/**
 * The proxy on the way to the API server: the kubeconfig's `proxy-url`, else HTTPS_PROXY (HTTP_PROXY for a plain
 * server) unless NO_PROXY exempts the host (golang.org/x/net/http/httpproxy). Throws `invalid` for a proxy that
 * cannot be used.
 */
export function proxyOf(cluster: ClusterEntry, server: URL, env: Environment): URL | undefined {
  if (cluster.proxyUrl !== undefined) {
    return parseProxy(cluster.proxyUrl, `\`proxy-url\` of cluster \`${cluster.name}\` in ${cluster.file}`)
  }
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const value = env[name] || env[name.toLowerCase()]
  if (!value || !usesProxy(server, env.NO_PROXY || env.no_proxy || '')) return undefined
  return parseProxy(/^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`, `the environment's ${name}`)
}

/** Whether requests to `server` go through the environment's proxy. Loopback never does. */
export function usesProxy(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const port = server.port || (server.protocol === 'https:' ? '443' : '80')
  if (host === 'localhost' || isLoopback(host)) return false
  return !noProxy
    .split(',')
    .map((rule) => rule.trim().toLowerCase())
    .some((rule) => exempts(rule, host, port))
}

function exempts(rule: string, host: string, port: string): boolean {
  if (rule === '') return false
  if (rule === '*') return true
  const slash = rule.indexOf('/')
  if (slash !== -1) return isInRange(host, rule.slice(0, slash), Number(rule.slice(slash + 1)))
  const withPort = /^\[(.+)\]:(\d+)$/.exec(rule) ?? /^([^:]+):(\d+)$/.exec(rule)
  if (withPort?.[2] !== undefined && withPort[2] !== port) return false
  const name = (withPort?.[1] ?? rule).replace(/^\[|\]$/g, '')
  if (isIP(name) !== 0) return name === host
  // `example.com` exempts the host and all below it, `.example.com` and `*.example.com` only what is below.
  const below = name.replace(/^\*?\./, '')
  return host.endsWith(`.${below}`) || (below === name && host === name)
}

function isInRange(host: string, network: string, prefix: number): boolean {
  const version = isIP(network)
  if (version === 0 || isIP(host) !== version) return false
  if (!Number.isInteger(prefix) || prefix < 0 || prefix > (version === 4 ? 32 : 128)) return false
  const list = new BlockList()
  list.addSubnet(network, prefix, version === 4 ? 'ipv4' : 'ipv6')
  return list.check(host, version === 4 ? 'ipv4' : 'ipv6')
}

function isLoopback(host: string): boolean {
  return host === '::1' || isInRange(host, '127.0.0.0', 8)
}

function parseProxy(address: string, where: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) throw new ClusterError('invalid', `${where} is no address`)
  if (url.protocol === 'http:' || url.protocol === 'https:') return url
  const advice = 'use an http or https proxy'
  throw new ClusterError(
    'invalid',
    `${where} has the scheme \`${url.protocol.slice(0, -1)}\`, which is not supported; ${advice}`,
  )
}
