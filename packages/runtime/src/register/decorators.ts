/** The remark for a marked file with decorators of other packages where a loader such as tsx has to compile those. */
export const decoratorsLeft = 'it has decorators, which parfor leaves to other packages, and they come too late here: the file runs as plain JavaScript. Load parfor first: --import parfor/register --import tsx'
