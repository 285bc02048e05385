export { info, ready } from 'parfor'
export { region } from 'parfor/internal'
