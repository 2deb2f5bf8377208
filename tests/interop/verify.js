// Prints what mailauth thinks of a mail's DKIM signatures, as JSON. Usage: node verify.js MAIL RECORDS
'use strict';

const { readFileSync } = require('node:fs');
const { dkimVerify } = require('mailauth/lib/dkim/verify');

const [mail, records] = process.argv.slice(2).map(file => readFileSync(file));
const published = new Map(JSON.parse(records).map(({ name, value }) => [name, value]));

const resolver = async (name, type) => {
    if (type !== 'TXT' || !published.has(name)) {
        throw Object.assign(new Error(`nothing is published at ${name}`), { code: 'ENOTFOUND' });
    }
    return [published.get(name).match(/.{1,255}/g)];
};

dkimVerify(mail, { resolver }).then(({ results }) => {
    console.log(JSON.stringify(results.map(({ signingDomain, selector, algo, status, bodyHash }) =>
        ({ signingDomain, selector, algo, result: status.result, comment: status.comment, aligned: status.aligned, bodyHash }))));
});
