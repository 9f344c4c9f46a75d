import type { WordTable } from './fieldWordsTable.ts'

/** Kinds that the operator writes: what a person finds in them who looks why a Module is not loaded. */
export const nodeModulesWords: WordTable = {
  '': {
    title: 'What is loaded on one node, and what should be',
    text: 'There is one for each node with Modules, of the same name. `spec.modules` is what the Modules want there, `status.modules` what is loaded: where the two differ, a worker pod is at work, or fails.',
  },
}

export const moduleImagesWords: WordTable = {
  '': {
    title: 'Which images a Module needs',
    text: 'There is one for each Module, of the same name. `spec.images` has an image for each kernel of its nodes, `status.imagesStates` says which exist and which must be built or signed. An image that exists is not looked for again.',
  },
}

export const moduleBuildSignWords: WordTable = {
  '': {
    title: 'Which images are built or signed',
    text: 'There is one for each Module with images to build or sign, of the same name; `status.images` says how each fared.',
  },
}
