/** Hides what EventPost says in Portuguese. */
import type { Language } from '../message.ts';

const hello = (name: string | null) => (name === null ? 'Olá,' : `Olá, ${name},`);

export const pt: Language = {
  tag: 'pt',
  kinds: {
    REMINDER: ({ name, event }) => ({
      subject: `Lembrete: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: `${event.title} está a chegar`,
      paragraphs: [hello(name), 'Pediu-nos que lhe lembrássemos disto:'],
      action: 'Adicionar ao calendário',
    }),
    CUSTOM: ({ subject, content }) => ({ subject, preview: content, heading: subject, paragraphs: [content] }),
    WELCOME: ({ name }) => ({
      subject: 'Damos-lhe as boas-vindas ao EventPost',
      preview: 'Descubra o que acontece perto de si e seja lembrado a tempo.',
      heading: 'Damos-lhe as boas-vindas ao EventPost',
      paragraphs: [hello(name), 'Descubra o que acontece perto de si, siga o que gosta e receba um lembrete exatamente quando ainda ajuda.', 'Antes de mais, confirme o seu endereço com a ligação do nosso outro email. Até lá pode explorar; depois poderá participar, organizar e receber lembretes.'],
    }),
    EMAIL_VERIFICATION: ({ name }) => ({
      subject: 'Confirme o seu endereço de email',
      preview: 'Um clique, e os lembretes chegam aqui.',
      heading: 'Confirme o seu endereço de email',
      paragraphs: [hello(name), 'Confirme que este endereço é seu. A ligação funciona uma única vez, durante 24 horas.', 'Se não pediu isto, ignore este email: nada acontece.'],
      action: 'Confirmar este endereço',
    }),
    EMAIL_CHANGED: ({ name, newEmail }) => ({
      subject: 'O seu endereço de email vai mudar',
      preview: 'Foi você?',
      heading: 'O seu endereço de email vai mudar',
      paragraphs: [hello(name), `A sua conta passa para ${newEmail}. Até esse endereço ser confirmado, este continua em vigor.`, 'Se não foi você, entre e mude já a sua palavra-passe.'],
    }),
    PASSWORD_RESET: ({ name }) => ({
      subject: 'Escolha uma nova palavra-passe',
      preview: 'A ligação funciona uma única vez, durante uma hora.',
      heading: 'Escolha uma nova palavra-passe',
      paragraphs: [hello(name), 'Alguém, esperamos que você, pediu para repor a palavra-passe da sua conta. A ligação funciona uma única vez, durante uma hora.', 'Se não foi você, ignore este email: a sua palavra-passe fica como está.'],
      action: 'Escolher uma nova palavra-passe',
    }),
    EVENT_CHANGED: ({ name, event }) => ({
      subject: `Alterado: ${event.title}`,
      preview: `Agora ${event.when} · ${event.where}`,
      heading: `${event.title} mudou`,
      paragraphs: [hello(name), 'Mudou a hora ou o local de um evento que segue. Os seus lembretes mudaram com ele.'],
      action: 'Atualizar o calendário',
    }),
    EVENT_CANCELLED: ({ name, event }) => ({
      subject: `Cancelado: ${event.title}`,
      preview: 'Não se realiza. Os seus lembretes foram retirados.',
      heading: `${event.title} foi cancelado`,
      paragraphs: [hello(name), 'Um evento que segue não se realiza. Os seus lembretes foram retirados.'],
    }),
    ANNOUNCEMENT: ({ subject, content, event }) => ({
      subject: `${subject} (${event.title})`,
      preview: content,
      heading: subject,
      paragraphs: [content],
    }),
    DIGEST: ({ name, count }) => ({
      subject: `${count} lembretes para si`,
      preview: 'Tudo o que está a chegar, num só email.',
      heading: 'O que está a chegar',
      paragraphs: [hello(name), 'Aqui estão os seus lembretes juntos, para que cada um chegue a tempo:'],
    }),
    ATTENDANCE_CONFIRMED: ({ name, event }) => ({
      subject: `Vai participar: ${event.title}`,
      preview: `${event.when} · ${event.where}`,
      heading: 'Tem lugar',
      paragraphs: [hello(name), 'Está na lista de participantes:'],
      action: 'Adicionar ao calendário',
    }),
    ATTENDEE_JOINED: ({ name, event }) => ({
      subject: `Alguém se juntou a ${event.title}`,
      preview: 'O seu evento tem um novo participante.',
      heading: 'Um novo participante',
      paragraphs: [hello(name), 'Alguém se juntou ao seu evento:'],
    }),
    ATTENDANCE_WAITLISTED: ({ name, event }) => ({
      subject: `Em lista de espera: ${event.title}`,
      preview: 'Está cheio; sobe assim que um lugar ficar livre.',
      heading: 'Está na lista de espera',
      paragraphs: [hello(name), 'De momento o evento está cheio. Assim que um lugar ficar livre sobe na lista, e nós avisamos.'],
    }),
    ATTENDEE_LEFT: ({ name, event }) => ({
      subject: `Alguém saiu de ${event.title}`,
      preview: 'Um lugar do seu evento está livre de novo.',
      heading: 'Um participante saiu',
      paragraphs: [hello(name), 'Alguém deixou o seu lugar no seu evento:'],
    }),
  },
  words: {
    addToCalendar: 'Adicionar ao calendário',
    snooze: 'Lembrar-me mais tarde',
    unsubscribe: 'Deixar de receber emails como este',
    preferences: 'Preferências de email',
    wasCancelled: 'Cancelado',
    placeToBeAnnounced: 'Local por anunciar',
    reason: 'Recebe este email porque segue, organiza ou participa em eventos no EventPost.',
    accountReason: 'Recebe este email porque diz respeito à sua conta.',
  },
};
