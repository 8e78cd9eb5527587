import express from 'express';
import pg from 'pg';

/*
 * The least that Express can do for one record: a route that looks it up by its primary key and sends what is stored. Beside it a route that sends a
 * constant. Arguments: port, database URL, pool size, the expression of the stored XML, the bytes of the constant.
 */
const [port, databaseUrl, poolSize, storedXml, constantBytes] = process.argv.slice(2);

const pool = new pg.Pool({ connectionString: databaseUrl!, max: Number(poolSize) });
const lookUp = { name: 'look_up', text: `select ${storedXml} from published where id = $1::text`, rowMode: 'array' as const };
const constant = 'x'.repeat(Number(constantBytes));

const app = express();
app.get('/oai', async (request, response) => {
  const id = String(request.query.identifier).split(':')[2];
  const { rows } = await pool.query<string[]>({ ...lookUp, values: [id] });
  response.type('text/xml').send((rows[0] ?? ['']).join(''));
});
app.get('/constant', (_request, response) => {
  response.type('text/xml').send(constant);
});
app.listen(Number(port), '127.0.0.1');
