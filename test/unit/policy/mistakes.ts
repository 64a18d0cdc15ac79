/** A mistake in the policy of `test/support/organisations/bakery`, and what must be told of it. */
export interface Mistake {
  readonly what: string;
  readonly file: string;
  /** The edit that makes it. */
  readonly from: string;
  readonly to: string;
  /** Where: the line of the edited file (or of another) that holds `at`, so many lines further; and the message, from its start. */
  readonly told: readonly {
    readonly at: string;
    readonly says: string;
    readonly file?: string;
    readonly further?: number;
  }[];
}

/** Consent to these functions, as a right before the deletion. */
const withConsent = (...functions: readonly string[]) =>
  `  - right: consent_withdrawal\n    name: { nl: toestemming }\n    article: AVG art. 7\n    functions:\n${functions.map((one) => `      - ${one}\n`).join('')}  - right: deletion`;

/** The cancellation of accounts, as a right before the deletion: which right it is like, and lines below it. */
const withCancellation = (like: string) =>
  `  - right: account_cancellation\n    name: { nl: opzegging }\n    article: AVG art. 17\n    like: ${like}\n  - right: deletion`;

export const mistakes: readonly Mistake[] = [
  {
    what: 'the lifting of what is no restriction',
    file: 'rights.yaml',
    from: '    waiting_days: 3',
    to: '    lift: { notice_days: 7, sets: { shop.customers.id: 1 } }\n    waiting_days: 3',
    told: [
      { at: 'lift:', says: '"shop.customers.id" is part of the primary key' },
      { at: 'lift:', says: 'right "deletion" is no restriction' },
    ],
  },
  {
    what: 'something found through what people look through',
    file: 'datasets/vouchers.yml',
    from: 'direction: from',
    to: 'direction: from\n                - dataset: shop\n                  field: orders.cake\n                  direction: to',
    told: [
      {
        at: 'name: customer',
        says: '"vouchers.register" is looked through by people, so "customer" must not lead to other collections',
      },
      { file: 'datasets/shop.yml', at: 'name: cake', says: '"shop.orders" cannot be asked by "cake"' },
    ],
  },
  {
    what: 'a hash that somebody would have to compute on paper',
    file: 'rights.yaml',
    from: '      shop.orders.customer: { action: "null" }',
    to: '      shop.orders.customer: { action: "null" }\n      vouchers.register: { action: keep, basis: { nl: x }, until: { nl: x } }\n      vouchers.register.customer: { action: "null" }\n      vouchers.register.phone: { action: hash, basis: { nl: x }, until: { nl: x } }',
    told: [{ at: 'vouchers.register.phone', says: '"vouchers.register.phone" cannot become hash: only people' }],
  },
  {
    what: 'a law that does not apply where the office is',
    file: 'organisation.yaml',
    from: 'country: NL',
    to: 'country: CH',
    told: [{ at: 'law: gdpr', says: 'law "gdpr" does not apply in CH' }],
  },
  {
    what: 'another law that does not apply in its place',
    file: 'organisation.yaml',
    from: 'law: gdpr',
    to: 'law: gdpr\nother_laws:\n  - { law: uk-gdpr, place: BR, name: { nl: Brazilië } }',
    told: [{ at: 'place: BR', says: 'law "uk-gdpr" does not apply in BR' }],
  },
  {
    what: 'another law that there is not',
    file: 'organisation.yaml',
    from: 'law: gdpr',
    to: 'law: gdpr\nother_laws:\n  - { law: hammurabi, place: IQ, name: { nl: Irak } }',
    told: [{ at: 'place: IQ', says: 'unknown law "hammurabi"' }],
  },
  {
    what: 'another law with a calendar that there is not',
    file: 'organisation.yaml',
    from: 'law: gdpr',
    to: 'law: gdpr\nother_laws:\n  - { law: uk-gdpr, calendar: moon, place: GB, name: { nl: Engeland } }',
    told: [{ at: 'place: GB', says: 'unknown calendar "moon"' }],
  },
  {
    what: 'the same law twice',
    file: 'organisation.yaml',
    from: 'law: gdpr',
    to: 'law: gdpr\nother_laws:\n  - { law: gdpr, place: BE, name: { nl: België } }',
    told: [{ at: 'place: BE', says: 'this law or place stands here twice' }],
  },
  {
    what: 'other people in an unknown collection',
    file: 'third-parties.yaml',
    from: 'shop.customers:',
    to: 'shop.clients:',
    told: [{ at: 'shop.clients', says: 'unknown collection "shop.clients"' }],
  },
  {
    what: 'other people in an unknown field',
    file: 'third-parties.yaml',
    from: 'email: email',
    to: 'email: mail',
    told: [{ at: 'email: mail', says: '"shop.customers" has no field "mail"' }],
  },
  {
    what: 'a person known by a number that refers to nothing',
    file: 'third-parties.yaml',
    from: 'email: email',
    to: 'email: email, id: id',
    told: [
      { at: 'id: id', says: '"shop.customers.id" refers to no other collection, so it cannot tell who somebody is' },
    ],
  },
  {
    what: 'a person of whom no field tells anything',
    file: 'third-parties.yaml',
    from: 'email: email',
    to: 'id: id',
    told: [{ at: 'id: id', says: 'people.shop.customers.0: names nobody: give a name, email or phone field' }],
  },
  {
    what: 'a collection searched twice',
    file: 'third-parties.yaml',
    from: '  - shop.orders',
    to: '  - shop.orders\n  - shop.orders # again',
    told: [{ at: '# again', says: '"shop.orders" stands here twice' }],
  },
  {
    what: 'an unknown data category',
    file: 'datasets/shop.yml',
    from: 'user.contact.email',
    to: 'user.contact.emial',
    told: [
      {
        at: 'user.contact.emial',
        says: 'unknown data category "user.contact.emial": neither one of fideslang\'s nor declared in categories.yaml',
      },
    ],
  },
  {
    what: 'a data category no category describes',
    file: 'datasets/shop.yml',
    from: 'user.contact.email',
    to: 'user.health',
    told: [{ at: 'user.health', says: 'data category "user.health" is described by no category of categories.yaml' }],
  },
  {
    what: 'a reference to no collection',
    file: 'datasets/shop.yml',
    from: 'field: customers.id',
    to: 'field: clients.id',
    told: [
      { at: 'name: orders', says: 'collection "shop.orders" cannot be reached from any identity' },
      { at: '- dataset: shop', says: 'the reference leads nowhere: there is no collection "shop.clients"' },
    ],
  },
  {
    what: 'a reference to no field',
    file: 'datasets/shop.yml',
    from: 'field: customers.id',
    to: 'field: customers.uuid',
    told: [
      { at: 'name: orders', says: 'collection "shop.orders" cannot be reached from any identity' },
      { at: '- dataset: shop', says: 'the reference leads nowhere: "shop.customers" has no field "uuid"' },
    ],
  },
  {
    what: 'an unreachable collection',
    file: 'datasets/shop.yml',
    from: 'references:',
    to: 'other_references:',
    told: [{ at: 'name: orders', says: 'collection "shop.orders" cannot be reached from any identity' }],
  },
  {
    what: 'a cycle',
    file: 'datasets/shop.yml',
    from: '- name: cake',
    to: '- name: cake\n            fides_meta: { references: [{ dataset: shop, field: customers.id, direction: to }] }',
    told: [{ at: 'name: customers', says: 'references form a cycle: shop.customers -> shop.orders -> shop.customers' }],
  },
  {
    what: 'a collection twice',
    file: 'datasets/shop.yml',
    from: 'name: orders',
    to: 'name: customers',
    told: [
      { at: '  orders:', says: 'there is no collection "orders" in shop.yml', file: 'datasets/shop.store.yml' },
      {
        at: 'data_categories: [user.behavior',
        says: 'collection "shop.customers" is already declared at',
        further: -1,
      },
      { at: 'shop.orders.customer', says: 'unknown collection in "shop.orders.customer"', file: 'rights.yaml' },
      { at: '  - shop.orders', says: 'unknown collection "shop.orders"', file: 'third-parties.yaml' },
    ],
  },
  {
    what: 'a key twice in one map',
    file: 'recipients.yaml',
    from: 'kind: courier',
    to: 'kind: courier\n    kind: courier',
    told: [{ at: 'kind: courier', says: 'this key stands twice in the same map', further: 1 }],
  },
  {
    what: 'a missing translation',
    file: 'categories.yaml',
    from: '{ nl: Om te bakken. }',
    to: '{ en: To bake. }',
    told: [{ at: 'To bake', says: 'categories.1.purposes: missing translation: nl' }],
  },
  {
    what: 'an empty translation',
    file: 'datasets/shop.store.yml',
    from: 'nl: Taart',
    to: "nl: ' '",
    told: [{ at: 'cake:', says: 'collections.orders.fields.cake: missing translation: nl' }],
  },
  {
    what: 'no identity anywhere',
    file: 'datasets/shop.yml',
    from: 'identity: email',
    to: 'length: 80',
    told: [
      {
        at: 'identity: email',
        says: 'no field of "shop.customers" has the identity "email"',
        file: 'organisation.yaml',
      },
      {
        at: 'identity: email',
        says: 'no field of any dataset has an identity, so no search could start',
        file: 'organisation.yaml',
      },
      { at: 'name: customers', says: 'collection "shop.customers" cannot be reached from any identity' },
      { at: 'name: orders', says: 'collection "shop.orders" cannot be reached from any identity' },
      {
        file: 'datasets/vouchers.yml',
        at: 'name: register',
        says: 'collection "vouchers.register" cannot be reached from any identity',
      },
    ],
  },
  {
    what: 'no primary key',
    file: 'datasets/shop.yml',
    from: '{ primary_key: true }',
    to: '{ data_type: string }',
    told: [{ at: 'name: orders', says: 'collection "shop.orders" has no primary_key field' }],
  },
  {
    what: 'a store of an unknown kind',
    file: 'datasets/shop.store.yml',
    from: 'kind: dynamodb',
    to: 'kind: oracle',
    told: [{ at: 'kind: oracle', says: 'store.kind: must be dynamodb, postgres, s3 or manual' }],
  },
  {
    what: 'a dataset in no store',
    file: 'datasets/shop.store.yml',
    from: 'store:\n  id: shop\n',
    to: 'store:\n',
    told: [{ at: 'kind: dynamodb', says: 'store.id: ', further: -1 }],
  },
  {
    what: 'a collection in no store',
    file: 'datasets/shop.store.yml',
    from: '  orders:\n',
    to: '  cakes:\n',
    told: [
      { at: 'cakes:', says: 'there is no collection "cakes" in shop.yml' },
      {
        at: 'name: orders',
        says: 'collection "shop.orders" stands in no store: shop.store.yml has no entry for it',
        file: 'datasets/shop.yml',
      },
    ],
  },
  {
    what: 'a field without a title',
    file: 'datasets/shop.store.yml',
    from: '      cake: { nl: Taart }\n',
    to: '',
    told: [{ at: 'number:', says: 'field "cake" of "shop.orders" has no title', further: -1 }],
  },
  {
    what: 'an address of the data subject that is no field',
    file: 'datasets/shop.store.yml',
    from: '    title: { nl: Uw bestellingen }',
    to: '    title: { nl: Uw bestellingen }\n    own_addresses: [cake, email]',
    told: [{ at: 'own_addresses:', says: 'unknown own address: "shop.orders" has no field "email"' }],
  },
  {
    what: 'a mail to other addresses that leads to the request',
    file: 'messages/nl/erasure_announced.yaml',
    from: 'body:\n',
    to: 'body:\n  - link: { text: Kijk, path: /track }\n',
    told: [{ at: 'link:', says: 'a mail to other addresses must hold no link' }],
  },
  {
    what: 'a title of no field',
    file: 'datasets/shop.store.yml',
    from: 'cake: { nl: Taart }',
    to: 'cake: { nl: Taart }\n      pie: { nl: Vlaai }',
    told: [{ at: 'pie:', says: 'title of an unknown field: "shop.orders" has no field "pie"' }],
  },
  {
    what: 'a field that DynamoDB cannot be asked by',
    file: 'datasets/shop.store.yml',
    from: '    indexes: { customer: by-customer }\n',
    to: '',
    told: [
      {
        at: 'name: customer\n',
        says: '"shop.orders" cannot be asked by "customer": neither partition key nor index',
        file: 'datasets/shop.yml',
      },
    ],
  },
  {
    what: 'an index on no field',
    file: 'datasets/shop.store.yml',
    from: 'customer: by-customer',
    to: 'customer: by-customer, cook: by-cook',
    told: [{ at: 'by-cook', says: 'index on an unknown field: "shop.orders" has no field "cook"' }],
  },
  {
    what: 'an unknown calendar',
    file: 'organisation.yaml',
    from: 'calendar: nl',
    to: 'calendar: atlantis',
    told: [{ at: 'atlantis', says: 'unknown calendar "atlantis"' }],
  },
  {
    what: 'an unknown law',
    file: 'organisation.yaml',
    from: 'law: gdpr',
    to: 'law: hammurabi',
    told: [{ at: 'hammurabi', says: 'unknown law "hammurabi"' }],
  },
  {
    what: 'an unknown time zone',
    file: 'organisation.yaml',
    from: 'Europe/Amsterdam',
    to: 'Europe/Atlantis',
    told: [{ at: 'Atlantis', says: 'office.time_zone: must be an IANA time zone' }],
  },
  {
    what: 'an unknown account directory',
    file: 'organisation.yaml',
    from: 'shop.customers',
    to: 'shop.clients',
    told: [{ at: 'shop.clients', says: 'unknown collection "shop.clients"' }],
  },
  {
    what: 'a category that a right forgets',
    file: 'rights.yaml',
    from: '      koop: { action: return }\n',
    to: '',
    told: [{ at: 'actions:', says: 'right "access" does not say what happens to category "koop"' }],
  },
  {
    what: 'a right on an unknown category',
    file: 'rights.yaml',
    from: 'koop: { action: return }',
    to: 'koop: { action: return }\n      taart: { action: return }',
    told: [{ at: 'taart', says: 'unknown category "taart"' }],
  },
  {
    what: 'something kept without saying why',
    file: 'rights.yaml',
    from: '        basis: { nl: De belastingwet verplicht ons (AWR art. 52). }\n',
    to: '',
    told: [{ at: 'koop:\n', says: 'keep wants a basis and until' }],
  },
  {
    what: 'a keyed hash without saying until when',
    file: 'rights.yaml',
    from: 'klant: { action: delete }',
    to: 'klant: { action: hmac, basis: { nl: Om te weten. } }',
    told: [{ at: 'action: hmac', says: 'hmac wants a basis and until' }],
  },
  {
    what: 'an action without quotes, which YAML reads as nothing',
    file: 'rights.yaml',
    from: 'action: "null"',
    to: 'action: null',
    told: [
      { at: 'action: null', says: 'rights.1.overrides.shop.orders.customer.action: must be one of return, delete' },
    ],
  },
  {
    what: 'an action that nothing can do',
    file: 'rights.yaml',
    from: 'action: delete',
    to: 'action: burn',
    told: [{ at: 'burn', says: 'rights.1.actions.klant.action: must be one of return, delete' }],
  },
  {
    what: 'a right that deletes and returns',
    file: 'rights.yaml',
    from: 'klant: { action: delete }',
    to: 'klant: { action: return } # not',
    told: [{ at: '# not', says: 'right "deletion" changes data, so it cannot return any' }],
  },
  {
    what: 'a choice noted in what is not there',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: marketing_unsubscribe\n    name: { nl: geen reclame }\n    article: GDPR Art. 21\n    sets: { shop.customers.fax: false }\n  - right: deletion',
    told: [{ at: 'sets:', says: '"shop.customers.fax" is not <dataset>.<collection>.<field> of a dataset' }],
  },
  {
    what: 'a choice noted in records of others',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: marketing_unsubscribe\n    name: { nl: geen reclame }\n    article: GDPR Art. 21\n    sets: { shop.orders.cake: none }\n  - right: deletion',
    told: [{ at: 'sets:', says: '"shop.orders" may hold another person\'s records' }],
  },
  {
    what: 'a choice noted in a primary key',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: marketing_unsubscribe\n    name: { nl: geen reclame }\n    article: GDPR Art. 21\n    sets: { shop.customers.id: none }\n  - right: deletion',
    told: [{ at: 'sets:', says: '"shop.customers.id" is part of the primary key' }],
  },
  {
    what: 'a choice of the wrong type',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: marketing_unsubscribe\n    name: { nl: geen reclame }\n    article: GDPR Art. 21\n    sets: { shop.customers.allergies: false }\n  - right: deletion',
    told: [{ at: 'sets:', says: '"shop.customers.allergies" is string; this value is boolean' }],
  },
  {
    what: 'a function noted in what is not there',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent(
      '{ key: letters, name: { nl: Brieven }, effect: { nl: Geen meer. }, sets: { shop.customers.fax: x } }',
    ),
    told: [
      { at: 'shop.customers.fax', says: '"shop.customers.fax" is not <dataset>.<collection>.<field> of a dataset' },
    ],
  },
  {
    what: 'a function that changes nothing',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent('{ key: letters, name: { nl: Brieven }, effect: { nl: Geen meer. }, sets: {} }'),
    told: [{ at: 'sets: {}', says: 'rights.1.functions.0.sets: is empty' }],
  },
  {
    what: 'a function listed twice',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent(
      '{ key: letters, name: { nl: Brieven }, effect: { nl: Geen meer. }, sets: { shop.customers.allergies: none } }',
      '{ key: letters, name: { nl: Post }, effect: { nl: Geen meer. }, sets: { shop.customers.allergies: none } }',
    ),
    told: [{ at: 'key: letters, name: { nl: Post', says: '"letters" is listed twice' }],
  },
  {
    what: 'two functions that disagree',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent(
      '{ key: letters, name: { nl: Brieven }, effect: { nl: Geen meer. }, sets: { shop.customers.allergies: none } }',
      '{ key: post, name: { nl: Post }, effect: { nl: Geen meer. }, sets: { shop.customers.allergies: some } }',
    ),
    told: [{ at: 'shop.customers.allergies: some', says: '"shop.customers.allergies" is set to another value above' }],
  },
  {
    what: 'a function without a translation of what stops',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent(
      '{ key: letters, name: { nl: Brieven }, effect: { en: No more. }, sets: { shop.customers.allergies: x } }',
    ),
    told: [{ at: 'effect', says: 'rights.1.functions.0.effect: missing translation: nl' }],
  },
  {
    what: 'an objection to nothing',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: objection\n    name: { nl: bezwaar }\n    article: AVG art. 21\n    sets: { shop.customers.allergies: none }\n  - right: deletion',
    told: [{ at: 'right: objection', says: 'right "objection" wants uses: the values that carry it out' }],
  },
  {
    what: 'functions of a right that has none',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withConsent(
      '{ key: letters, name: { nl: Brieven }, effect: { nl: Geen meer. }, sets: { shop.customers.allergies: none } }',
    ).replace('right: consent_withdrawal', 'right: restriction'),
    told: [
      { at: 'right: restriction', says: 'right "restriction" wants sets: the values that carry it out' },
      { at: 'functions:', says: 'right "restriction" has no functions' },
    ],
  },
  {
    what: 'a company category that nobody declared',
    file: 'categories.yaml',
    from: '\ncategories:',
    to: '\ncompany_category: user.bakery\ncategories:',
    told: [{ at: 'company_category', says: 'unknown data category "user.bakery"' }],
  },
  {
    what: 'a wait of less than no days',
    file: 'rights.yaml',
    from: 'waiting_days: 3',
    to: 'waiting_days: -3',
    told: [{ at: 'waiting_days', says: 'rights.1.waiting_days: ' }],
  },
  {
    what: 'an override of an unknown collection',
    file: 'rights.yaml',
    from: 'shop.orders.customer',
    to: 'shop.cakes.customer',
    told: [{ at: 'shop.cakes', says: 'unknown collection in "shop.cakes.customer"' }],
  },
  {
    what: 'an override of an unknown field',
    file: 'rights.yaml',
    from: 'shop.orders.customer',
    to: 'shop.orders.cook',
    told: [{ at: 'shop.orders.cook', says: '"shop.orders" has no field "cook"' }],
  },
  {
    what: 'a condition without an otherwise',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null', only_if: [{ customer: email }] }",
    told: [{ at: 'only_if', says: 'only_if wants otherwise' }],
  },
  {
    what: 'an otherwise without a condition',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null', otherwise: { action: delete } }",
    told: [{ at: 'otherwise', says: 'otherwise wants only_if' }],
  },
  {
    what: 'a condition on what is not there',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null', only_if: [{ cook: fax }], otherwise: { action: delete } }",
    told: [
      { at: 'cook: fax', says: '"fax" is neither an identity nor a field' },
      { at: 'cook: fax', says: '"shop.orders" has no field "cook"' },
    ],
  },
  {
    what: 'a condition that compares with what may be of another person',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null', only_if: [{ customer: shop.orders.cake }], otherwise: { action: delete } }",
    told: [{ at: 'shop.orders.cake', says: '"shop.orders.cake" may be another person\'s' }],
  },
  {
    what: 'a condition that the right itself makes untrue',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null' }\n      shop.orders.cake: { action: 'null', only_if: [{ customer: shop.customers.id }], otherwise: { action: delete } }",
    told: [{ at: 'shop.orders.cake', says: 'only_if looks at "customer", which the right changes' }],
  },
  {
    what: 'a primary key that is emptied',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null' }\n      shop.orders.number: { action: 'null' }",
    told: [
      { at: 'shop.orders.number', says: '"shop.orders.number" cannot become null: it is part of the primary key' },
    ],
  },
  {
    what: 'a primary key that is deleted and its record not',
    file: 'rights.yaml',
    from: '{ action: "null" }',
    to: "{ action: 'null' }\n      shop.orders.number: { action: delete }",
    told: [{ at: 'shop.orders.number', says: '"shop.orders.number" is the primary key of records that stay' }],
  },
  {
    what: 'a deletion that leaves records referring to nothing',
    file: 'rights.yaml',
    from: '      shop.orders.customer: { action: "null" }',
    to: "      shop.orders.cake: { action: 'null' }",
    told: [
      {
        at: 'klant: { action: delete }',
        says: '"shop.customers.id" would go, and kept records refer to it by "shop.orders.customer"',
      },
    ],
  },
  {
    what: 'an unknown recipient',
    file: 'categories.yaml',
    from: '[bezorger]',
    to: '[nobody]',
    told: [{ at: 'nobody', says: 'unknown recipient "nobody"' }],
  },
  {
    what: 'a category twice',
    file: 'categories.yaml',
    from: 'key: koop',
    to: 'key: klant',
    told: [
      { at: 'data_categories: [user.behavior]', says: '"klant" is already declared', further: -2 },
      { at: 'koop: {', says: 'unknown category "koop"', file: 'rights.yaml' },
      { at: 'koop:\n', says: 'unknown category "koop"', file: 'rights.yaml' },
    ],
  },
  {
    what: 'a data category claimed twice',
    file: 'categories.yaml',
    from: '[user.behavior]',
    to: '[user.behavior, user.name]',
    told: [{ at: '[user.behavior,', says: 'data category "user.name" already belongs to category "klant"' }],
  },
  {
    what: "a data category that is fideslang's already",
    file: 'categories.yaml',
    from: 'key: user.allergy',
    to: 'key: user.health',
    told: [
      { at: 'data_categories: [user.contact', says: 'unknown data category "user.allergy"' },
      { at: 'key: user.health', says: '"user.health" is already one of fideslang\'s data categories' },
      { at: '[user.allergy]', says: 'unknown data category "user.allergy"', file: 'datasets/shop.yml' },
    ],
  },
  {
    what: 'an unknown key',
    file: 'recipients.yaml',
    from: 'kind: courier',
    to: 'kind: courier\n    fax: none',
    told: [{ at: 'fax', says: 'unknown key "fax"' }],
  },
  {
    what: 'a recipient told in the open',
    file: 'recipients.yaml',
    from: 'kind: courier',
    to: `kind: courier
    endpoint:
      kind: opendsr
      url: http://courier.example/requests
      secret: hunter2
      identities: [email]
      answer_days: 0`,
    told: [
      { at: 'url:', says: 'recipients.0.endpoint.url: must be an address that starts with https://' },
      { at: 'secret:', says: 'recipients.0.endpoint.secret: must be secretsmanager:<name of the secret>' },
      { at: 'answer_days:', says: 'recipients.0.endpoint.answer_days: Too small' },
    ],
  },
  {
    what: 'a recipient that knows people by what nobody can verify',
    file: 'recipients.yaml',
    from: 'kind: courier',
    to: `kind: courier
    endpoint:
      kind: opendsr
      url: https://courier.example/requests
      secret: secretsmanager:courier
      identities: [email, shoe_size]
      answer_days: 30`,
    told: [{ at: 'identities:', says: 'no field of any dataset has the identity "shoe_size"' }],
  },
  {
    what: 'an unknown variable in a mail',
    file: 'messages/nl/receipt.yaml',
    from: '{reason}',
    to: '{raeson}',
    told: [{ at: 'raeson', says: 'unknown variable {raeson}' }],
  },
  {
    what: 'a mail that names an article, which another law has elsewhere',
    file: 'messages/nl/receipt.yaml',
    from: '{reason}',
    to: '{reason} (artikel 12)',
    told: [{ at: 'artikel', says: 'names "artikel 12" outright' }],
  },
  {
    what: 'a mail that names the time of one law',
    file: 'messages/nl/receipt.yaml',
    from: '{reason}',
    to: 'Binnen één maand.',
    told: [{ at: 'Binnen', says: 'names "één maand" outright' }],
  },
  {
    what: 'a reason of refusals that names a law',
    file: 'refusal-reasons.yaml',
    from: 'het verzoek is buitensporig.',
    to: 'het verzoek is buitensporig (AVG).',
    told: [{ at: 'buitensporig', says: 'names "AVG" outright' }],
  },
  {
    what: 'a statement about all data that names a law',
    file: 'organisation.yaml',
    from: 'automated_decisions: { nl: Geen. }',
    to: 'automated_decisions: { nl: Geen (AVG). }',
    told: [{ at: 'automated_decisions', says: 'names "AVG" outright' }],
  },
  {
    what: 'a ground on which something is kept that names a law',
    file: 'rights.yaml',
    from: 'De belastingwet verplicht ons (AWR art. 52).',
    to: 'De belastingwet verplicht ons (AVG art. 17).',
    told: [{ at: 'De belastingwet', says: 'names "AVG" outright' }],
  },
  {
    what: 'a mail that is no ICU message',
    file: 'messages/nl/receipt.yaml',
    from: '{authority}',
    to: '{authority',
    told: [{ at: '{authority', says: 'not a message in ICU syntax' }],
  },
  {
    what: 'a refusal without the way to court',
    file: 'messages/nl/refusal.yaml',
    from: ' {court}',
    to: '',
    told: [{ at: 'body:', says: 'the mail must say {court}' }],
  },
  {
    what: 'a mail after a deletion that does not say on which basis data is kept',
    file: 'messages/nl/deletion_done.yaml',
    from: '{basis} ',
    to: '',
    told: [{ at: 'body:', says: 'an item of "kept" must say {basis}' }],
  },
  {
    what: 'a mail after a deletion without what is held',
    file: 'messages/nl/deletion_done.yaml',
    from: 'each: held',
    to: 'each: deleted',
    told: [{ at: 'body:', says: 'the mail must list each of "held"' }],
  },
  {
    what: 'a list that no mail has',
    file: 'messages/nl/deletion_done.yaml',
    from: 'each: recipients',
    to: 'each: friends',
    told: [
      { at: 'body:', says: 'the mail must list each of "recipients"' },
      { at: 'each: friends', says: 'unknown list "friends"' },
      { at: 'item: "{name}"', says: 'unknown variable {name}' },
    ],
  },
  {
    what: 'what only an item can say, said elsewhere',
    file: 'messages/nl/deletion_done.yaml',
    from: 'is uitgevoerd',
    to: 'is uitgevoerd op grond van {basis}',
    told: [{ at: '{basis}', says: 'unknown variable {basis}' }],
  },
  {
    what: 'a reason of refusal without words',
    file: 'refusal-reasons.yaml',
    from: 'excessive:',
    to: 'exessive:',
    told: [
      { at: 'identity_not_verified', says: 'excessive: ' },
      { at: 'exessive', says: 'unknown key "exessive"' },
    ],
  },
  {
    what: 'a right that is like one there is not',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withCancellation('removal'),
    told: [{ at: 'like: removal', says: '"removal" is no other right that says all itself' }],
  },
  {
    what: 'accounts of a company that cannot be asked for, or told apart',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withCancellation(
      'deletion\n    company:\n      accounts: shop.customers\n      number: allergies\n      in_use: { email: [x] }\n      administrators: { fax: [x] }\n      closing: {}',
    ),
    told: [
      {
        at: 'number: allergies',
        says: '"shop.customers" cannot be asked by "allergies": neither partition key nor index',
      },
      { at: 'administrators:', says: '"shop.customers" has no field "fax"' },
    ],
  },
  {
    what: 'accounts of a company on paper, and changes to what is there',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withCancellation(
      'deletion\n    company:\n      accounts: vouchers.register\n      number: customer\n      in_use: { phone: [x] }\n      administrators: { phone: [x] }\n      closing: {}\n  - right: listing_takedown\n    name: { nl: weghalen }\n    article: AVG art. 17\n    listing:\n      collection: vouchers.register\n      address: https://bakkerij.example/{number}\n      take_down: { sets: { phone: x }, only_if: [{ phone: email }] }\n      take_out_contact: { fields: [phone], only_if: [{ phone: email }] }',
    ),
    told: [
      { at: 'accounts:', says: '"vouchers.register" is kept by people: nobody counts there' },
      { at: 'accounts:', says: '"vouchers.register" may hold records that are no accounts' },
      { at: 'sets: { phone', says: '"vouchers.register.phone" cannot be written: only people reach it' },
      { at: 'take_out_contact:', says: '"vouchers.register.phone" cannot be written: only people reach it' },
    ],
  },
  {
    what: 'a restriction noted on paper',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: '  - right: restriction\n    name: { nl: beperking }\n    article: AVG art. 18\n    sets: { vouchers.register.phone: x }\n  - right: deletion',
    told: [{ at: 'sets: { vouchers', says: '"vouchers.register" is kept by people: no value can be written there' }],
  },
  {
    what: 'a consequence counted where nothing is',
    file: 'rights.yaml',
    from: '  - right: deletion',
    to: withCancellation('deletion\n    consequences: [{ key: x, text: { nl: x }, collection: shop.vouchers }]'),
    told: [{ at: 'consequences:', says: 'unknown collection "shop.vouchers"' }],
  },
];
