import { expect, test } from 'vitest'
import { usesProxy } from '../../server/cluster/proxy.ts'
import { connectTo } from './connectTo.ts'

const cases: readonly [server: string, noProxy: string, proxied: boolean][] = [
  ['https://api.example.com', '', true],
  ['https://api.example.com', '*', false],
  ['https://api.example.com', 'example.com', false],
  ['https://example.com', 'example.com', false],
  ['https://example.com', '.example.com', true],
  ['https://api.example.com', '.example.com', false],
  ['https://api.example.com', '*.example.com', false],
  ['https://badexample.com', 'example.com', true],
  ['https://api.example.com:6443', 'example.com:6443', false],
  ['https://api.example.com:6443', 'example.com:443', true],
  ['https://api.example.com', 'other.org, API.example.com', false],
  ['https://10.1.2.3:6443', '10.0.0.0/8', false],
  ['https://11.1.2.3:6443', '10.0.0.0/8', true],
  ['https://10.1.2.3:6443', '10.1.2.3', false],
  ['https://10.1.2.3:6443', '10.1.2.3:6443', false],
  ['https://[fd00::1]:6443', 'fd00::/8', false],
  ['https://[fd00::1]:6443', '10.0.0.0/8', true],
  ['https://api.example.com', '10.0.0.0/99,x/y', true],
  ['https://127.0.0.1:6443', '', false],
  ['https://[::1]:6443', '', false],
  ['https://localhost:6443', '', false],
]

test.each(cases)('%s with NO_PROXY=%s is proxied: %s', (server, noProxy, proxied) => {
  expect(usesProxy(new URL(server), noProxy)).toBe(proxied)
})

test('the proxy comes from the kubeconfig, else from the environment', () => {
  const env = { HTTPS_PROXY: 'proxy.example.com:3128', http_proxy: 'http://plain:1' }
  expect(connectTo('https://a.b', { env }).proxy?.href).toBe('http://proxy.example.com:3128/')
  expect(connectTo('http://a.b', { env }).proxy?.href).toBe('http://plain:1/')
  expect(connectTo('https://a.b', { env: { ...env, NO_PROXY: 'a.b' } }).proxy).toBeUndefined()
  const cluster = { proxyUrl: 'https://own:8443' }
  expect(connectTo('https://127.0.0.1', { env, cluster }).proxy?.href).toBe('https://own:8443/')
})

test('a proxy that cannot be used is refused with its place', () => {
  expect(() => connectTo('https://a.b', { cluster: { proxyUrl: 'socks5://s:1080' } })).toThrow(
    '`proxy-url` of cluster `test` in /home/ann/.kube/config has the scheme `socks5`, which is not supported; use an http or https proxy',
  )
  expect(() => connectTo('https://a.b', { env: { HTTPS_PROXY: 'http://:' } })).toThrow('HTTPS_PROXY is no address')
})
