// Connections and caching: a connection to something else.
import { BaseConnection, closeAllConnections, connection } from 'snowpark-session';

class Weather extends BaseConnection {
  async connect({ signal }) {
    signal.throwIfAborted();
    return { read: async (city) => `${city}: sunny` };
  }

  async report(city) {
    return this.withRaw((station) => station.read(city));
  }
}
console.log(await connection('weather', { type: Weather }).report('Bern')); // Bern: sunny
await closeAllConnections();
