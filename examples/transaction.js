// All or nothing: what the function throws undoes everything it did.
// Run it: node examples/transaction.js
import { Session } from 'snowpark-session';

const session = await Session.builder.config('connection_name', 'pets').create();
await session.sql('create temporary table account (name varchar, amount int)').collect();
await session.sql("insert into account values ('Ada', 100), ('Bob', 0)").collect();

/** @param {number} amount */
async function pay(amount) {
  await session.transaction(async () => {
    const change = 'update account set amount = amount + ? where name = ?';
    await session.sql(change, [amount, 'Bob']).collect();
    await session.sql(change, [-amount, 'Ada']).collect();
    const ada = session.sql('select amount from account where name = ?', ['Ada']);
    if (((await ada.first())?.AMOUNT ?? 0) < 0) {
      throw new Error(`Ada cannot pay ${amount}.`);
    }
  });
}

await pay(60);
await pay(50).catch((error) => console.log(error.message)); // Ada cannot pay 50.
console.log(await session.sql('select * from account order by name').collect()); // [ { NAME: 'Ada', AMOUNT: 40 }, { NAME: 'Bob', AMOUNT: 60 } ]
await session.close();
