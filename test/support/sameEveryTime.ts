import fc from 'fast-check'

/**
 * Laws are tried on the same generated values in every run, so that a red run can be repeated and a green one means the
 * same everywhere. `KMM_SEED=…` tries others; the long fuzz runs choose their own.
 */
fc.configureGlobal({ seed: Number(process.env.KMM_SEED ?? 20_261_123) })
