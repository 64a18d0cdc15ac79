import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { DeadLetters } from './dead-letters.ts';
import type { ServiceFunction } from './service-function.ts';

/** The sender's domain, how mail leaves, and how what became of it comes back. */
export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  private readonly identity: EmailIdentity;
  private readonly sender: string;

  /** @param sender address mails come from; its domain has to be verified with the DKIM records that SES shows */
  constructor(scope: Construct, id: string, sender: string) {
    super(scope, id);
    this.sender = sender;
    const domain = sender.split('@')[1];
    if (!domain) throw new Error(`the sender ${sender} of the policy is not an email address`);
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.identity = new EmailIdentity(this, 'Sender', {
      identity: Identity.domain(domain),
      // Bounces and complaints come back as events, not as mail.
      feedbackForwarding: false,
    });
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      // Neither opens nor clicks: nobody is watched reading.
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
        EmailSendingEvent.RENDERING_FAILURE,
        EmailSendingEvent.DELIVERY_DELAY,
      ],
    });
  }

  /** Sending as the one sender, through the configuration set that reports back. */
  send(): PolicyStatement {
    const configurationSet = Stack.of(this).formatArn({
      service: 'ses',
      resource: 'configuration-set',
      resourceName: this.configurationSet.configurationSetName,
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    return new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [this.identity.emailIdentityArn, configurationSet],
      conditions: { StringEquals: { 'ses:FromAddress': this.sender } },
    });
  }

  /**
   * Hands every event about a mail of this service to a function, without the addresses and headers SES puts in: they
   * would otherwise lie in the dead-letter queue when the function fails.
   */
  reportTo(recorder: ServiceFunction, deadLetters: DeadLetters): void {
    const of = (path: string) => EventField.fromPath(`$.detail.${path}`);
    new Rule(this, 'MailEvents', {
      description: 'What became of a mail',
      eventPattern: {
        source: ['aws.ses'],
        detail: { mail: { tags: { 'ses:configuration-set': [this.configurationSet.configurationSetName] } } },
      },
      targets: [
        new LambdaFunction(recorder.lambda, {
          event: RuleTargetInput.fromObject({
            detail: {
              eventType: of('eventType'),
              mail: {
                messageId: of('mail.messageId'),
                timestamp: of('mail.timestamp'),
                tags: { 'request-id': of('mail.tags.request-id'), 'outbox-id': of('mail.tags.outbox-id') },
              },
            },
          }),
          deadLetterQueue: deadLetters.queue,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }
}
