import type { Piece } from './completionItem.ts'
import { kindDetail } from './kindDetail.ts'

/** One line of a snippet, without its line break. */
type SnippetLine = readonly Piece[]

export interface Snippet {
  readonly label: string
  readonly detail: string
  readonly lines: readonly SnippetLine[]
}

const build: readonly SnippetLine[] = [
  ['build:'],
  ['  dockerfileConfigMap:'],
  ['    name: ', { stop: 'my-driver-dockerfile' }],
]

const sign: readonly SnippetLine[] = [
  ['sign:'],
  ['  keySecret:'],
  ['    name: ', { stop: 'my-signing-key' }],
  ['  certSecret:'],
  ['    name: ', { stop: 'my-signing-cert' }],
  ['  filesToSign:'],
  ['    - /opt/lib/modules/${KERNEL_FULL_VERSION}/', { stop: 'my_driver.ko' }],
]

const unsigned: readonly SnippetLine[] = [
  ['  unsignedImage: ', { stop: 'quay.io/example/my-driver-unsigned' }, ':${KERNEL_FULL_VERSION}'],
]

const devicePlugin: readonly SnippetLine[] = [
  ['devicePlugin:'],
  ['  container:'],
  ['    image: ', { stop: 'quay.io/example/my-device-plugin:1.0' }],
  ['    volumeMounts:'],
  ['      - name: devices'],
  ['        mountPath: ', { stop: '/dev/my-driver' }],
  ['  volumes:'],
  ['    - name: devices'],
  ['      hostPath:'],
  ['        path: ', { stop: '/dev/my-driver' }],
]

const dra: readonly SnippetLine[] = [
  ['dra:'],
  ['  driverName: ', { stop: 'my-driver.example.com' }],
  ['  container:'],
  ['    image: ', { stop: 'quay.io/example/my-dra-driver:1.0' }],
  ['  deviceClasses:'],
  ['    - name: ', { stop: 'my-driver.example.com' }],
  ['      selectors:'],
  ['        - cel:'],
  ['            expression: device.driver == "', { stop: 'my-driver.example.com' }, '"'],
]

/** Whole documents to begin with, each sound as it stands; `namespace` is where they go at first. */
export function moduleSnippets(namespace: string): readonly Snippet[] {
  const module = (label: string, detail: string, parts: SpecParts): Snippet => ({
    label,
    detail,
    lines: [...moduleHead(namespace), ...indented(2, spec(parts))],
  })
  return [
    module('Module', 'Load a kernel module from a pre-built image', {}),
    module('Module with build', 'Build the image in the cluster', { mapping: build }),
    module('Module with build and sign', 'Build in the cluster and sign for Secure Boot', {
      mapping: [...build, ...sign],
    }),
    module('Module with signing', 'Sign a pre-built image for Secure Boot', { mapping: [...sign, ...unsigned] }),
    module('Module with firmware', 'Copy firmware from the image to the node before the module is loaded', {
      modprobe: [['firmwarePath: ', { stop: '/firmware' }]],
    }),
    module('Module that replaces an in-tree one', 'Unload what the kernel ships before the module is loaded', {
      container: [['inTreeModulesToRemove:'], ['  - ', { stop: 'my_driver_intree' }]],
    }),
    module('Module with dependencies', 'Load other modules of the image first', {
      modprobe: [['modulesLoadingOrder:'], ['  - ', { stop: 'my_driver' }], ['  - ', { stop: 'my_library' }]],
    }),
    module('Module with device plugin', 'Offer its devices to pods as extended resources', { spec: devicePlugin }),
    module('Module with DRA driver', 'Offer its devices to pods by dynamic resource allocation', { spec: dra }),
    module('Module with ordered upgrade', 'Only nodes that carry the label with this version get it', {
      container: [['version: "', { stop: '1.0' }, '"']],
    }),
    {
      label: 'ManagedClusterModule',
      detail: kindDetail('ManagedClusterModule'),
      lines: [...hubHead, ...indented(4, spec({}))],
    },
  ]
}

/** What a new kernel mapping may be: the lines of one list item, without its dash. */
export const mappingSnippets: readonly Snippet[] = [
  {
    label: 'Mapping for every kernel',
    detail: 'A regexp that serves whatever runs',
    lines: mapping('regexp', '^.+$', []),
  },
  {
    label: 'Mapping for one kernel',
    detail: 'A literal, as uname -r prints the kernel',
    lines: mapping('literal', '6.6.2-201.fc39.x86_64', []),
  },
  { label: 'Mapping with build', detail: 'Build the image in the cluster', lines: mapping('regexp', '^.+$', build) },
  {
    label: 'Mapping with build and sign',
    detail: 'Build in the cluster and sign for Secure Boot',
    lines: mapping('regexp', '^.+$', [...build, ...sign]),
  },
]

/** The lines as pieces of one text; `lineBreak` stands behind each. */
export function joinLines(lines: readonly SnippetLine[], lineBreak: string): readonly Piece[] {
  return lines.flatMap((line) => [...line, lineBreak])
}

/** What a snippet adds to the least that a Module needs, by where it goes. */
interface SpecParts {
  readonly modprobe?: readonly SnippetLine[]
  readonly container?: readonly SnippetLine[]
  readonly mapping?: readonly SnippetLine[]
  readonly spec?: readonly SnippetLine[]
}

function moduleHead(namespace: string): readonly SnippetLine[] {
  return [
    ['apiVersion: kmm.sigs.x-k8s.io/v1beta1'],
    ['kind: Module'],
    ['metadata:'],
    ['  name: ', { stop: 'my-driver' }],
    ['  namespace: ', { stop: namespace }],
    ['spec:'],
  ]
}

const hubHead: readonly SnippetLine[] = [
  ['apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1'],
  ['kind: ManagedClusterModule'],
  ['metadata:'],
  ['  name: ', { stop: 'my-driver' }],
  ['spec:'],
  ['  spokeNamespace: ', { stop: 'default' }],
  ['  selector:'],
  ['    ', { stop: 'wants-my-driver' }, ': "', { stop: 'true' }, '"'],
  ['  moduleSpec:'],
]

function spec(parts: SpecParts): readonly SnippetLine[] {
  const [first = [], ...rest] = mapping('regexp', '^.+$', parts.mapping ?? [])
  return [
    ['moduleLoader:'],
    ['  container:'],
    ['    modprobe:'],
    ['      moduleName: ', { stop: 'my_driver' }],
    ['      dirName: /opt'],
    ...indented(6, parts.modprobe ?? []),
    ...indented(4, parts.container ?? []),
    ['    kernelMappings:'],
    ['      - ', ...first],
    ...indented(8, rest),
    ...(parts.spec ?? []),
    ['selector:'],
    ['  node-role.kubernetes.io/worker: ""'],
  ]
}

function mapping(key: 'literal' | 'regexp', value: string, behind: readonly SnippetLine[]): readonly SnippetLine[] {
  const quote = key === 'regexp' ? "'" : ''
  return [
    [`${key}: ${quote}`, { stop: value }, quote],
    ['containerImage: ', { stop: 'quay.io/example/my-driver' }, ':${KERNEL_FULL_VERSION}'],
    ...behind,
  ]
}

function indented(columns: number, lines: readonly SnippetLine[]): readonly SnippetLine[] {
  return lines.map((line) => [' '.repeat(columns), ...line])
}
