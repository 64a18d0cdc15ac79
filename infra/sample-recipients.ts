/**
 * Where the sample platform's recipients are, by key in the policy. No such hosts exist: whoever runs the sample puts the
 * addresses of real servers in their place, as the embedded cloud does when it reads the templates. What is shared with them
 * protects nothing but made-up data.
 */
export const sampleRecipients = {
  'payment-institution': {
    url: 'https://payment-institution.sample-platform.invalid/requests',
    secret: 'shared with the sample payment institution',
    privateNetwork: true,
  },
  'authentication-bureau': {
    url: 'https://authentication-bureau.sample-platform.invalid/requests',
    secret: 'shared with the sample authentication bureau',
    privateNetwork: true,
  },
  'advertising-partner': {
    url: 'https://advertising-partner.sample-platform.invalid/requests',
    secret: 'shared with the sample advertising partner',
    privateNetwork: true,
  },
} as const;
