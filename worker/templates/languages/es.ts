/** Hides what EventPost says in Spanish. */
import type { Language } from '../message.ts';

const hello = (name: string | null) => (name === null ? 'Hola:' : `Hola, ${name}:`);

export const es: Language = {
  tag: 'es',
  kinds: {
    REMINDER: ({ name, event }) => ({
      subject: `Recordatorio: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: `${event.title} se acerca`,
      paragraphs: [hello(name), 'Nos pediste que te lo recordáramos:'],
      action: 'Añadir al calendario',
    }),
    CUSTOM: ({ subject, content }) => ({ subject, preview: content, heading: subject, paragraphs: [content] }),
    WELCOME: ({ name }) => ({
      subject: 'Te damos la bienvenida a EventPost',
      preview: 'Descubre qué pasa cerca de ti y recibe avisos a tiempo.',
      heading: 'Te damos la bienvenida a EventPost',
      paragraphs: [hello(name), 'Descubre qué pasa cerca de ti, sigue lo que te gusta y recibe un recordatorio justo cuando todavía sirve.', 'Antes de nada, confirma tu dirección con el enlace de nuestro otro correo. Mientras tanto puedes mirar; después podrás asistir, organizar y recibir recordatorios.'],
    }),
    EMAIL_VERIFICATION: ({ name }) => ({
      subject: 'Confirma tu dirección de correo',
      preview: 'Un clic y los recordatorios llegarán aquí.',
      heading: 'Confirma tu dirección de correo',
      paragraphs: [hello(name), 'Confirma que esta dirección es tuya. El enlace funciona una sola vez, durante 24 horas.', 'Si no lo has pedido tú, no hagas nada: no pasará nada.'],
      action: 'Confirmar esta dirección',
    }),
    EMAIL_CHANGED: ({ name, newEmail }) => ({
      subject: 'Tu dirección de correo va a cambiar',
      preview: '¿Has sido tú?',
      heading: 'Tu dirección de correo va a cambiar',
      paragraphs: [hello(name), `Tu cuenta pasa a ${newEmail}. Hasta que se confirme esa dirección, esta sigue en vigor.`, 'Si no has sido tú, entra y cambia tu contraseña ahora.'],
    }),
    PASSWORD_RESET: ({ name }) => ({
      subject: 'Elige una contraseña nueva',
      preview: 'El enlace funciona una sola vez, durante una hora.',
      heading: 'Elige una contraseña nueva',
      paragraphs: [hello(name), 'Alguien, esperamos que tú, ha pedido restablecer la contraseña de tu cuenta. El enlace funciona una sola vez, durante una hora.', 'Si no has sido tú, no hagas nada: tu contraseña sigue igual.'],
      action: 'Elegir una contraseña nueva',
    }),
    EVENT_CHANGED: ({ name, event }) => ({
      subject: `Cambios: ${event.title}`,
      preview: `Ahora ${event.when} · ${event.where}`,
      heading: `${event.title} ha cambiado`,
      paragraphs: [hello(name), 'Ha cambiado la hora o el lugar de un evento que sigues. Tus recordatorios se han movido con él.'],
      action: 'Actualizar tu calendario',
    }),
    EVENT_CANCELLED: ({ name, event }) => ({
      subject: `Cancelado: ${event.title}`,
      preview: 'No se celebra. Tus recordatorios quedan retirados.',
      heading: `${event.title} se ha cancelado`,
      paragraphs: [hello(name), 'Un evento que sigues no se celebra. Tus recordatorios quedan retirados.'],
    }),
    ANNOUNCEMENT: ({ subject, content, event }) => ({
      subject: `${subject} (${event.title})`,
      preview: content,
      heading: subject,
      paragraphs: [content],
    }),
    DIGEST: ({ name, count }) => ({
      subject: `${count} recordatorios para ti`,
      preview: 'Todo lo que se acerca, en un solo correo.',
      heading: 'Lo que se acerca',
      paragraphs: [hello(name), 'Aquí están tus recordatorios juntos, para que cada uno te llegue a tiempo:'],
    }),
    ATTENDANCE_CONFIRMED: ({ name, event }) => ({
      subject: `Vas a ir: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: 'Tienes plaza',
      paragraphs: [hello(name), 'Estás en la lista de asistentes:'],
      action: 'Añadir al calendario',
    }),
    ATTENDEE_JOINED: ({ name, event }) => ({
      subject: `Alguien se ha apuntado a ${event.title}`,
      preview: 'Tu evento tiene un asistente nuevo.',
      heading: 'Un asistente nuevo',
      paragraphs: [hello(name), 'Alguien se ha apuntado a tu evento:'],
    }),
    ATTENDANCE_WAITLISTED: ({ name, event }) => ({
      subject: `En lista de espera: ${event.title}`,
      preview: 'Está completo; subirás en cuanto quede una plaza libre.',
      heading: 'Estás en la lista de espera',
      paragraphs: [hello(name), 'El evento está completo por ahora. En cuanto quede una plaza libre subirás en la lista y te avisaremos.'],
    }),
    ATTENDEE_LEFT: ({ name, event }) => ({
      subject: `Alguien ya no va a ${event.title}`,
      preview: 'Una plaza de tu evento vuelve a estar libre.',
      heading: 'Un asistente menos',
      paragraphs: [hello(name), 'Alguien ha dejado su plaza en tu evento:'],
    }),
  },
  words: {
    addToCalendar: 'Añadir al calendario',
    snooze: 'Recuérdamelo más tarde',
    unsubscribe: 'No recibir más correos como este',
    preferences: 'Preferencias de correo',
    wasCancelled: 'Cancelado',
    placeToBeAnnounced: 'Lugar por anunciar',
    reason: 'Recibes este correo porque sigues, organizas o asistes a eventos en EventPost.',
    accountReason: 'Recibes este correo porque afecta a tu cuenta.',
  },
};
