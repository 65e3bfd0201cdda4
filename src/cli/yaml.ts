/**
 * The parts of the YAML library that commands load when they need them. Imported by name here: what import() makes of
 * a library that is CommonJS differs between Node and the bundle.
 */
export { LineCounter, parseAllDocuments, stringify } from 'yaml'
