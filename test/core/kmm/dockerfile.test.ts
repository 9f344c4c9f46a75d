import { expect, test } from 'vitest'
import { copyPlaces, declaredArguments, parseDockerfile } from '../../../server/core/kmm/dockerfile.ts'

test('stages, continued lines and comments', () => {
  const text = `# syntax=x
ARG KERNEL_VERSION
from --platform=linux/amd64 quay.io/a:\${KERNEL_VERSION} as builder
RUN make \\
  # which kernel

  KVER=\${KERNEL_VERSION}\r
FROM alpine
COPY --from=builder /x/a.ko /opt/`
  const { globals, stages } = parseDockerfile(text)
  expect(globals).toEqual([{ name: 'ARG', text: 'KERNEL_VERSION', line: 1 }])
  expect(stages.map(({ from, name }) => [from, name])).toEqual([
    ['quay.io/a:${KERNEL_VERSION}', 'builder'],
    ['alpine', undefined],
  ])
  expect(stages[0]?.instructions[1]).toEqual({ name: 'RUN', text: 'make    KVER=${KERNEL_VERSION}', line: 3 })
  expect(stages[1]?.instructions[1]).toEqual({ name: 'COPY', text: '--from=builder /x/a.ko /opt/', line: 8 })
})

test('arguments, with and without defaults', () => {
  const { globals } = parseDockerfile('ARG A\nARG B=1 C="x y" D=\nRUN z')
  expect(declaredArguments(globals)).toEqual([
    { name: 'A', hasDefault: false, line: 0 },
    { name: 'B', hasDefault: true, line: 1 },
    { name: 'C', hasDefault: true, line: 1 },
    { name: 'D', hasDefault: true, line: 1 },
  ])
})

test.each([
  ['COPY --from=b /a.ko /b.ko /opt/', { sources: ['/a.ko', '/b.ko'], target: '/opt/' }],
  ['ADD a b', { sources: ['a'], target: 'b' }],
  ['COPY ["a b", "c"]', undefined],
  ['COPY a', undefined],
  ['RUN cp a b', undefined],
])('%s', (line, places) => {
  const [instruction] = parseDockerfile(line).globals
  expect(instruction && copyPlaces(instruction)).toEqual(places)
})

test('a text of any kind takes no time to speak of', () => {
  const hostile = [
    'ARG A\\\n'.repeat(50_000),
    `RUN ${' '.repeat(500_000)}x`,
    `COPY ${'--a '.repeat(100_000)}`,
    '\\\n'.repeat(50_000),
  ]
  for (const text of hostile) expect(parseDockerfile(text).stages).toEqual([])
})
