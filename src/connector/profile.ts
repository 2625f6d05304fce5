export * from '../domain/store-profile.ts'
