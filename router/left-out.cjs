// What is loaded instead of a package that is left out: see left-out-packages.ts.
module.exports = {};
