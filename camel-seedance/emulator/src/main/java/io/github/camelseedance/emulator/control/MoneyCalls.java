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
import java.util.List;
import java.util.Locale;

/** The credits of every account. */
final class MoneyCalls {

    private static final String PATH = ControlApi.PREFIX + "ledger";

    private final Accounts accounts;

    MoneyCalls(Accounts accounts) {
        this.accounts = accounts;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.json("GET", PATH, call -> json(Integer.MAX_VALUE)));
    }

    /**
     * @param most entries of an account, the latest
     */
    JsonNode json(int most) {
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
                    .put("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                    .put("task", entry.taskId())
                    .put("idempotency_key", entry.idempotencyKey())
                    .put("credits", entry.credits());
        }
        return json;
    }
}
