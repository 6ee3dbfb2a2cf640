/** Hides what the pages behind mail links say in Portuguese. */
import type { Words } from '../words.ts';

export const pt: Words = {
  tag: 'pt',
  kinds: {
    REMINDER: 'lembretes de eventos', DIGEST: 'vários lembretes num só email', EVENT_CHANGED: 'alterações de eventos', EVENT_CANCELLED: 'eventos cancelados', ANNOUNCEMENT: 'avisos de organizadores',
    ATTENDANCE_CONFIRMED: 'confirmações de lugar', ATTENDANCE_WAITLISTED: 'listas de espera', ATTENDEE_JOINED: 'pessoas que aderem aos teus eventos', ATTENDEE_LEFT: 'pessoas que deixam os teus eventos', CUSTOM: 'emails que escreveste a ti',
  },
  confirm: {
    title: 'Confirma o teu endereço de email', text: 'Um clique e o correio do EventPost chega aqui.', button: 'Confirmar este endereço',
    done: { title: 'O teu endereço está confirmado', text: 'Obrigado. Podes fechar esta página.' },
  },
  password: {
    title: 'Escolhe uma nova palavra-passe', text: 'Pelo menos 10 caracteres. Todas as tuas sessões serão terminadas.', label: 'Nova palavra-passe', button: 'Guardar a palavra-passe',
    done: { title: 'A tua palavra-passe foi alterada', text: 'Entra com ela onde usas o EventPost.' },
  },
  snooze: {
    title: 'Lembrar mais tarde', text: 'Quando devemos lembrar-te?', by: { PT1H: 'Daqui a uma hora', PT3H: 'Daqui a três horas', P1D: 'Amanhã', P7D: 'Daqui a uma semana' },
    done: (when) => ({ title: 'Lembramos-te mais tarde', text: `O teu lembrete sai agora: ${when}.` }),
  },
  unsubscribe: {
    title: 'Deixar de receber estes emails?', text: (kind) => `Não receberás mais emails sobre ${kind}.`, button: 'Cancelar a subscrição',
    done: (kind) => ({ title: 'Subscrição cancelada', text: `Não haverá mais emails sobre ${kind}. Podes mudar de ideias nas preferências.` }),
  },
  preferences: {
    title: 'Que emails queres receber', text: 'O correio que protege a tua conta chega sempre.', button: 'Guardar',
    done: { title: 'A tua escolha está guardada', text: 'Vale a partir do próximo email.' },
  },
  dead: { title: 'Esta ligação já não funciona', text: 'Já foi usada, é demasiado antiga ou perdeu-se uma parte. Pede um novo email.' },
  busy: { title: 'Demasiadas tentativas', text: 'Espera um pouco e tenta de novo.' },
  failed: { title: 'Não resultou', text: 'Algo não está bem do nosso lado. Tenta de novo daqui a alguns minutos.' },
};
