// What a session has told, so that a client goes on where its stream broke.
export function rememberedEvents() {
  const events = [];
  return {
    async storeEvent(stream, message) {
      events.push({ stream, message });
      return String(events.length);
    },

    async getStreamIdForEventId(id) {
      return events[Number(id) - 1]?.stream;
    },

    async replayEventsAfter(id, { send }) {
      const { stream } = events[Number(id) - 1];
      const later = events.map((event, index) => ({ ...event, id: index + 1 })).slice(Number(id));
      for (const event of later.filter((one) => one.stream === stream)) {
        await send(String(event.id), event.message);
      }
      return stream;
    },
  };
}
