#include "app/client/ServerAddress.h"

using namespace Qt::StringLiterals;
using app::ServerAddress;

namespace {

const QByteArray kHash = QByteArray(31, 'x') + '\xff';

TEST(ServerAddress, ReadsAnInviteLinkAndWritesItAgain) {
    const QString key =
        QString::fromLatin1(kHash.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
    const QString link = u"guildhall://chat.example:8443/abcDEF12?k="_s + key;
    const auto address = ServerAddress::parse(u"  "_s + link + u'\n');
    ASSERT_TRUE(address);
    EXPECT_EQ(address->host(), u"chat.example"_s);
    EXPECT_EQ(address->port(), 8443);
    EXPECT_EQ(address->inviteCode(), u"abcDEF12"_s);
    EXPECT_EQ(address->keyHash(), kHash);
    EXPECT_TRUE(address->isSecure());
    EXPECT_EQ(address->inviteLink(), link);
    EXPECT_EQ(address->apiUrl(), QUrl(u"https://chat.example:8443/api/v10"_s));
    EXPECT_EQ(address->gatewayUrl(), QUrl(u"wss://chat.example:8443/gateway"_s));
    EXPECT_EQ(address->identity(), QString::fromLatin1(kHash.toHex()));
}

TEST(ServerAddress, ReadsTheKeyInHexadecimalAndInPlainBase64) {
    for (const QByteArray& key :
         {kHash.toHex(), kHash.toHex().toUpper(), kHash.toBase64(QByteArray::OmitTrailingEquals)}) {
        const auto address =
            ServerAddress::parse(u"guildhall://h/c?k="_s + QString::fromLatin1(key.toPercentEncoding()));
        ASSERT_TRUE(address) << key.constData();
        EXPECT_EQ(address->keyHash(), kHash);
    }
}

TEST(ServerAddress, ReadsWhatPeopleType) {
    struct Case {
        const char* text;
        const char* api;
        const char* invite;
    };
    for (const Case& test : {
             Case{"chat.example", "https://chat.example:7420/api/v10", ""},
             Case{"Chat.Example:99", "https://chat.example:99/api/v10", ""},
             Case{"https://chat.example", "https://chat.example/api/v10", ""},
             Case{"https://chat.example/", "https://chat.example/api/v10", ""},
             Case{"https://chat.example/invite/Xy7", "https://chat.example/api/v10", "Xy7"},
             Case{"http://10.0.0.2:8080/api", "http://10.0.0.2:8080/api/v10", ""},
             Case{"wss://chat.example/gateway", "https://chat.example/api/v10", ""},
             Case{"localhost:8080", "http://localhost:8080/api/v10", ""},
             Case{"127.0.0.1:8080", "http://127.0.0.1:8080/api/v10", ""},
             Case{"::1", "http://[::1]:7420/api/v10", ""},
             Case{"[::1]:5000", "http://[::1]:5000/api/v10", ""},
             Case{"[2001:db8::1]:5000/code", "https://[2001:db8::1]:5000/api/v10", "code"},
             Case{"chat.example:99/code", "https://chat.example:99/api/v10", "code"},
         }) {
        const auto address = ServerAddress::parse(QString::fromLatin1(test.text));
        ASSERT_TRUE(address) << test.text;
        EXPECT_EQ(address->apiUrl().toString(), QString::fromLatin1(test.api)) << test.text;
        EXPECT_EQ(address->inviteCode(), QString::fromLatin1(test.invite)) << test.text;
    }
}

TEST(ServerAddress, RefusesWhatIsNone) {
    for (const char* text : {"", "   ", "two words", "ftp://host", "guildhall://", "host:0", "host:70000", "host:port",
                             "guildhall://h/c?k=short", "guildhall://h/c?k=", "https://user:pw@host", "http://[::1"})
        EXPECT_FALSE(ServerAddress::parse(QString::fromLatin1(text))) << text;
}

TEST(ServerAddress, PlainHttpIsForThisMachineOnly) {
    EXPECT_TRUE(ServerAddress::parse(u"http://127.0.0.1:1"_s)->isAllowed(false));
    EXPECT_TRUE(ServerAddress::parse(u"localhost"_s)->isAllowed(false));
    EXPECT_FALSE(ServerAddress::parse(u"http://10.1.1.1"_s)->isAllowed(false));
    EXPECT_TRUE(ServerAddress::parse(u"http://10.1.1.1"_s)->isAllowed(true));
    EXPECT_TRUE(ServerAddress::parse(u"10.1.1.1"_s)->isAllowed(false));
    // A key in the link means TLS, also within this machine.
    EXPECT_TRUE(ServerAddress::parse(u"guildhall://127.0.0.1/c?k="_s + QString::fromLatin1(kHash.toHex()))->isSecure());
}

}  // namespace
