import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rulesPage } from '../../scripts/docs.ts'
import { problemDocs } from '../../server/core/features/rules/problemDocs.ts'

test('docs/rules.md is what `npm run docs` makes', () => {
  expect(readFileSync('docs/rules.md', 'utf8')).toBe(rulesPage())
})

test('every id has the heading that its link goes to', () => {
  const headings = [...rulesPage().matchAll(/^### (.+)$/gm)].map(([, heading]) => `kmm/${heading}`)
  expect(headings).toEqual(problemDocs.map(({ id }) => id))
})

test('every link within the page leads to a heading', () => {
  const page = rulesPage()
  const anchors = [...page.matchAll(/^#{2,3} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
  expect(links.filter((link) => link === undefined || !anchors.includes(link))).toEqual([])
  expect(links).toHaveLength(anchors.length)
})
