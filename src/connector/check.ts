export * from '../domain/check.ts'
