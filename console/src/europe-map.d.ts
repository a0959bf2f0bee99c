declare module 'virtual:europe-map' {
  export const europe: import('../map/project.ts').ProjectedEurope;
}
