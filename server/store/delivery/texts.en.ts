export const deliveryWords = {
  arrives: 'Pay by {{hour}} Korean time on {{day}}, and it should arrive {{days}}.',
  arrivesToday: 'Pay by {{hour}} Korean time today, and it should arrive {{days}}.',
  far: {
    charged: 'Delivery to Jeju and the islands costs {{fees}} more.',
    free: 'Delivery to Jeju and the islands costs {{fees}} more, unless it is free.',
  },
  pause: 'We are closed {{days}}. Orders placed meanwhile are sent from {{back}}.',
};
