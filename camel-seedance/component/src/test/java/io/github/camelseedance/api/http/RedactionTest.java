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
package io.github.camelseedance.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource({
        "https://m.example.com/a/b.mp4?X-Sig=abc&e=1, https://m.example.com/a/b.mp4?***",
        "https://m.example.com/a#frag, https://m.example.com/a?***",
        "https://me:pw@m.example.com/a, https://***@m.example.com/a",
        "https://me:p@w@m.example.com, https://***@m.example.com",
        "https://m.example.com/a@b, https://m.example.com/a@b",
        "https://m.example.com, https://m.example.com",
        "no url?x=1, no url?***",
        "https://a.example/cb/sdcb_ZGVm-YXVs_A.c2ln, https://a.example/cb/sdcb_***",
        "https://a.example/cb%2Fsdcb_ZGVm%2Ec2ln/x, https://a.example/cb%2Fsdcb_***/x",
    })
    void stripsWhatGivesARightToAUrl(String url, String shown) {
        assertThat(Redaction.url(url)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "see https://x.example/v.mp4?sig=SECRET now, see https://x.example/v.mp4?*** now",
        "sent 'Authorization: Bearer abcDEF123456', sent 'Authorization: Bearer ***'",
        "key sk-evo-1234567890 is bad, key sk-*** is bad",
        "token evup_1234567890, token evup_***",
        "jwt eyJhbGciOiJI.eyJzdWIi.c2ln, jwt eyJ***",
        "a risk-free task-unified-12345678 id, a risk-free task-unified-12345678 id",
        "callback sdcb_ZGVmYXVsdA.c2ln-_x failed, callback sdcb_*** failed",
        "POST https://a.example/cb/sdcb_ZGVm.c2ln?a=b, POST https://a.example/cb/sdcb_***?***",
        "path /cbXsdcb_ZGVmYXVsdA, path /cbXsdcb_***",
        "my own secret word, my own *** word",
    })
    void masksSecretsInText(String text, String shown) {
        assertThat(Redaction.text(text, "secret", null, "")).isEqualTo(shown);
    }

    @Test
    void keepsTextOnOneShortLine() {
        assertThat(Redaction.text("a\r\nb\u001b[31m\u2028c\u202ed ")).isEqualTo("a  b [31m c d");
        assertThat(Redaction.text("x".repeat(1_000_000))).hasSize(300).endsWith("x…");
        assertThat(Redaction.text("\ud83d\ude00".repeat(1000))).hasSize(299).endsWith("\ude00…");
        assertThat(Redaction.text(null)).isNull();
        assertThat(Redaction.url(null)).isNull();
    }

    @Test
    void masksBeforeItCuts() {
        String text = "x".repeat(280) + " key " + "S".repeat(40);
        assertThat(Redaction.text(text, "S".repeat(40))).endsWith(" key ***");
    }
}
