/** Hides what the pages behind mail links say in Spanish. */
import type { Words } from '../words.ts';

export const es: Words = {
  tag: 'es',
  kinds: {
    REMINDER: 'recordatorios de eventos', DIGEST: 'varios recordatorios en un solo correo', EVENT_CHANGED: 'cambios de eventos', EVENT_CANCELLED: 'eventos cancelados', ANNOUNCEMENT: 'avisos de organizadores',
    ATTENDANCE_CONFIRMED: 'confirmaciones de plaza', ATTENDANCE_WAITLISTED: 'listas de espera', ATTENDEE_JOINED: 'personas que se apuntan a tus eventos', ATTENDEE_LEFT: 'personas que dejan tus eventos', CUSTOM: 'correos que te escribiste',
  },
  confirm: {
    title: 'Confirma tu dirección de correo', text: 'Un clic y el correo de EventPost te llegará aquí.', button: 'Confirmar esta dirección',
    done: { title: 'Tu dirección está confirmada', text: 'Gracias. Ya puedes cerrar esta página.' },
  },
  password: {
    title: 'Elige una contraseña nueva', text: 'Al menos 10 caracteres. Se cerrarán todas tus sesiones.', label: 'Contraseña nueva', button: 'Guardar la contraseña',
    done: { title: 'Tu contraseña ha cambiado', text: 'Entra con ella donde uses EventPost.' },
  },
  snooze: {
    title: 'Recordármelo más tarde', text: '¿Cuándo te lo recordamos?', by: { PT1H: 'En una hora', PT3H: 'En tres horas', P1D: 'Mañana', P7D: 'En una semana' },
    done: (when) => ({ title: 'Te lo recordaremos más tarde', text: `Tu recordatorio sale ahora: ${when}.` }),
  },
  unsubscribe: {
    title: '¿Dejar de recibir estos correos?', text: (kind) => `No recibirás más correo sobre ${kind}.`, button: 'Darme de baja',
    done: (kind) => ({ title: 'Te has dado de baja', text: `No habrá más correo sobre ${kind}. Puedes cambiarlo en tus preferencias.` }),
  },
  preferences: {
    title: 'Qué correo quieres recibir', text: 'El correo que protege tu cuenta llega siempre.', button: 'Guardar',
    done: { title: 'Tu elección está guardada', text: 'Vale desde el próximo correo.' },
  },
  dead: { title: 'Este enlace no funciona (ya)', text: 'Ya se usó, es demasiado antiguo o se ha perdido una parte. Pide un correo nuevo.' },
  busy: { title: 'Demasiados intentos', text: 'Espera un poco y vuelve a intentarlo.' },
  failed: { title: 'No ha funcionado', text: 'Algo no va bien por nuestra parte. Inténtalo de nuevo en unos minutos.' },
};
