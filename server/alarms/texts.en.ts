export const alarms = {
  backup: {
    failed: {
      name: 'The backup failed',
      meaning:
        'Orders go on as always. But the longer there is no new backup, the harder it is to bring the shop back should the machine break. Please look at it within a day or two.',
    },
    late: {
      name: 'The backup is overdue',
      meaning:
        'Orders go on as always. The nightly backup was not made, and nothing says why. Please look within a day or two whether backups run at all.',
    },
  },
  files: {
    failed: {
      name: 'Photos and files are not backed up',
      meaning:
        'Orders go on as always and are backed up apart from this. But if the machine were lost now, photos that were uploaded lately could not be brought back. Please look at it within a day or two.',
    },
  },
  log: {
    failed: {
      name: 'New orders do not reach the backups',
      meaning:
        'Orders go on as always. But if the machine were lost now, those of the meantime could not be brought back, and after a while the disk fills. Please look at it today.',
    },
  },
  verification: {
    failed: {
      name: 'The backups could not be verified',
      meaning:
        'Orders go on as always. But nobody knows whether the shop can be brought back from the backups there are. Please look at it today.',
    },
    late: {
      name: 'The verification of the backups is overdue',
      meaning:
        'Orders go on as always. The weekly trial of bringing the backups back was not made. Please look this week whether they are good.',
    },
  },
  certificate: {
    failing: {
      name: 'The certificate needs attention',
      meaning:
        'The shop is open and takes orders. Left as it is, browsers keep customers out from the moment the certificate ends. Please look at it today.',
    },
    ended: {
      name: 'There is no usable certificate',
      meaning:
        'Browsers warn customers of a danger, so they don’t get into the shop and no orders come in. Please look at it right now.',
    },
  },
  disk: {
    label: 'Disk',
    low: {
      name: 'The disk is nearly full',
      meaning:
        'Orders still go on. But when the disk is full the database stops, and no orders can be taken. Please make room today.',
    },
  },
  unpaid: {
    many: {
      name: 'Unpaid orders hold much of the stock',
      meaning:
        'Orders that nobody has paid hold many bottles. Where they come from one place and fill what a place may hold, other customers on the same connection may not be able to order. Please look at them under “To confirm” in the orders, and cancel in bulk what nobody means to pay.',
    },
  },
  payments: {
    open: {
      name: 'a payment nobody knows of',
      meaning:
        'For more than an hour the payment provider has not said whether a payment or a refund went through, or what it says makes no sense. The bottles of that order are kept. Please look for the orders below at your provider’s own desk.',
    },
  },
  confirmations: {
    open: {
      name: 'AWS waits for a confirmation',
      meaning:
        'A link in a mail of AWS was not followed, or what mail needs is not confirmed yet. Left as it is, AWS tells nobody when the shop stops, or customers get no mail about their orders. Please look into your mailbox today, and among the spam.',
    },
  },
  doctor: {
    found: {
      name: '{{layer}}: something is wrong',
      meaning: '{{sentence}} It has been so for more than an hour.',
    },
  },
  lastAt: {
    backup: 'Last good backup',
    verification: 'Last good verification',
    certificate: 'The certificate ends',
  },
  free: '{{free}} of {{total}} free',
  since: 'First seen',
  until: 'Gone since',
  runbook: 'What to do',
  said: 'The machine’s words: {{said}}',
  several: '{{name}}, and {{others}} more',
  begun: {
    subject: '[Essence Aura] Something is wrong · {{what}}',
    title: 'Something is wrong.',
    part: 'New · {{name}}',
  },
  lasting: {
    subject: '[Essence Aura] Still wrong · {{what}}',
    title: 'Still wrong.',
    part: 'Still there · {{name}}',
  },
  over: {
    subject: '[Essence Aura] Solved · {{what}}',
    title: 'It is over.',
    part: 'Solved · {{name}}',
  },
  seeDesk: 'See it at the desk',
  closing:
    'This mail goes to the shop’s owner: when something is wrong, once a day while it lasts, and when it is over.',
};
