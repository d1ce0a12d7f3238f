/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.github.camelseedance.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelseedance.emulator.account.Account;
import io.github.camelseedance.emulator.account.Accounts;
import io.github.camelseedance.emulator.account.Ledger;
import io.github.camelseedance.emulator.api.Json;
import io.github.camelseedance.emulator.task.Prices;
import java.util.List;
import java.util.Locale;

/** The credits of every account. */
final class MoneyCalls {

    private static final String PATH = ControlApi.PREFIX + "ledger";

    private final Accounts accounts;
    private final Prices prices;

    MoneyCalls(Controls controls) {
        this.accounts = controls.accounts();
        this.prices = controls.prices();
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.json("GET", PATH, this::ledger),
                Endpoint.json("POST", PATH + "/top-up", this::topUp));
    }

    private JsonNode ledger(Call call) {
        ObjectNode answer = json(Integer.MAX_VALUE);
        ObjectNode perSecond = answer.putObject("prices");
        prices.perSecond()
                .forEach(
                        (model, qualities) -> {
                            ObjectNode node = perSecond.putObject(model.id());
                            qualities.forEach((name, price) -> node.put(name, Json.plain(price)));
                        });
        return answer;
    }

    /** Credits for the account of the given name, or for the first. */
    private JsonNode topUp(Call call) {
        Fields fields = call.fields("credits", "account");
        double credits = fields.number("credits");
        Account account =
                fields.has("account")
                        ? accounts.get(fields.text("account"))
                        : accounts.all().iterator().next();
        account.ledger().topUp(credits);
        return json(account, Integer.MAX_VALUE);
    }

    /**
     * @param most entries of an account, the latest
     */
    ObjectNode json(int most) {
        ObjectNode answer = Json.object();
        ArrayNode array = answer.putArray("accounts");
        accounts.all().forEach(account -> array.add(json(account, most)));
        return answer;
    }

    private static JsonNode json(Account account, int most) {
        Ledger ledger = account.ledger();
        List<Ledger.Entry> entries = ledger.entries();
        ObjectNode json =
                Json.object()
                        .put("name", account.name())
                        .put("balance", ledger.balance())
                        .put("reserved", ledger.reserved())
                        .put("charged", ledger.charged())
                        .put("generations", ledger.paidGenerations())
                        .put("charges", ledger.charges())
                        .put("refunds", ledger.refunds())
                        .put("count", entries.size());
        ArrayNode array = json.putArray("entries");
        int first = Math.max(0, entries.size() - most);
        for (int i = first; i < entries.size(); i++) {
            Ledger.Entry entry = entries.get(i);
            array.addObject()
                    .put("number", i + 1)
                    .put("at", entry.at().toString())
                    .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                    .put("task", entry.taskId())
                    .put("idempotency_key", entry.idempotencyKey())
                    .put("credits", entry.credits());
        }
        return json;
    }
}
