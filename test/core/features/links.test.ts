import { expect, test } from 'vitest'
import { imagePage, links } from '../../../server/core/features/links.ts'
import { parseYaml } from '../../../server/core/yaml/parseYaml.ts'
import { modulePieces } from '../../support/modulePieces.ts'

test.each([
  ['quay.io/chrisp262/pt-char-dev:${KERNEL_FULL_VERSION}', 'https://quay.io/repository/chrisp262/pt-char-dev'],
  ['quay.io/a/b@sha256:abc', 'https://quay.io/repository/a/b'],
  ['docker.io/library/ubuntu:24.04', 'https://hub.docker.com/_/ubuntu'],
  ['docker.io/ubuntu', 'https://hub.docker.com/_/ubuntu'],
  ['docker.io/intel/driver:1', 'https://hub.docker.com/r/intel/driver'],
  ['ghcr.io/owner/group/image:1', 'https://ghcr.io/owner/group/image'],
  ['quay.io/a/b-${KERNEL_X}:1', undefined],
  ['quay.io/a:1', undefined],
  ['registry.example.com:5000/a/b:1', undefined],
  ['ubuntu:24.04', undefined],
  ['', undefined],
  ['ghcr.io/a', undefined],
])('the page of %s', (image, page) => expect(imagePage(image)).toBe(page))

test('images and the kind lead to pages, the text within quotes is the link', () => {
  const text = modulePieces({
    mapping: "regexp: .\ncontainerImage: 'quay.io/a/b:1'\nsign: {unsignedImage: nowhere/x:1}",
  })
  const [document] = parseYaml(text).documents
  const found = document && links(document).map(({ range, target }) => [text.slice(range.start, range.end), target])
  expect(found).toEqual([
    ['Module', 'https://kmm.sigs.k8s.io/documentation/deploy_kmod/'],
    ['quay.io/a/b:1', 'https://quay.io/repository/a/b'],
  ])
})

test("other people's documents have no links of ours", () => {
  const [document] = parseYaml('kind: Pod\nspec: {containers: [{image: quay.io/a/b:1}]}\n').documents
  expect(document && links(document)).toEqual([])
})
