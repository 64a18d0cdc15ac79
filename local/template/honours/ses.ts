import { z } from 'zod';
import { type Honour, honour, noEffect, truth } from '../honour.ts';
import { constructName } from '../physical-name.ts';
import type { Cloud } from './cloud.ts';

const emailIdentity = honour({
  type: 'AWS::SES::EmailIdentity',
  properties: z.strictObject({
    EmailIdentity: z.string(),
    ConfigurationSetAttributes: z.strictObject({ ConfigurationSetName: z.string().optional() }).optional(),
    DkimAttributes: noEffect('mail stays on this machine'),
    DkimSigningAttributes: noEffect('mail stays on this machine'),
    FeedbackAttributes: noEffect('mail stays on this machine'),
    MailFromAttributes: noEffect('mail stays on this machine'),
    Tags: noEffect('no billing'),
  }),
  create({ properties }, cloud: Cloud) {
    const identity = properties.EmailIdentity;
    cloud.senders.add(identity);
    const dkim = (index: number) => ({
      [`DkimDNSTokenName${index}`]: `local${index}._domainkey.${identity}`,
      [`DkimDNSTokenValue${index}`]: `local${index}.dkim.amazonses.com`,
    });
    return { ref: identity, attributes: { ...dkim(1), ...dkim(2), ...dkim(3) } };
  },
});

const configurationSet = honour({
  type: 'AWS::SES::ConfigurationSet',
  properties: z.strictObject({
    Name: z.string().optional(),
    DeliveryOptions: noEffect('mail stays on this machine'),
    ReputationOptions: noEffect('mail stays on this machine'),
    SendingOptions: z.strictObject({ SendingEnabled: truth.optional() }).optional(),
    SuppressionOptions: noEffect('no suppression list here; addresses bounce as the mailbox is told to'),
    TrackingOptions: noEffect('opens and clicks are not tracked'),
    VdmOptions: noEffect('no deliverability dashboard'),
    Tags: noEffect('no billing'),
  }),
  create(resource, cloud: Cloud) {
    const name = resource.properties.Name ?? constructName(resource);
    cloud.configurationSets.set(name, { name, eventTypes: new Set() });
    return { ref: name };
  },
});

const eventDestination = honour({
  type: 'AWS::SES::ConfigurationSetEventDestination',
  properties: z.strictObject({
    ConfigurationSetName: z.string(),
    EventDestination: z.strictObject({
      Name: z.string().optional(),
      Enabled: truth.default(true),
      EventBridgeDestination: z.strictObject({
        EventBusArn: z.string().regex(/:event-bus\/default$/, 'only the default bus is supported'),
      }),
      MatchingEventTypes: z.array(
        z.enum([
          'send',
          'reject',
          'bounce',
          'complaint',
          'delivery',
          'open',
          'click',
          'renderingFailure',
          'deliveryDelay',
          'subscription',
        ]),
      ),
    }),
  }),
  create(resource, cloud: Cloud) {
    const { ConfigurationSetName, EventDestination } = resource.properties;
    const set = cloud.configurationSets.get(ConfigurationSetName);
    if (!set)
      throw new Error(`property ConfigurationSetName: ${ConfigurationSetName} is not a configuration set of this app`);
    if (EventDestination.Enabled) for (const type of EventDestination.MatchingEventTypes) set.eventTypes.add(type);
    return { ref: constructName(resource) };
  },
});

export const ses: readonly Honour<Cloud>[] = [emailIdentity, configurationSet, eventDestination];
