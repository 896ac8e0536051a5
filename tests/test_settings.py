"""A wrong setting stops the start with one line that names it; keys are made once and kept."""

import multiprocessing
from pathlib import Path

import pytest
from redis import Redis

from bot.settings import SettingsError, load_settings
from tests.databases import ACCOUNT, KEYS, settings_of

SMS = {
    "sms_provider": "tencent",
    "sms_access_key": "id",
    "sms_access_secret": "secret",
    "sms_sign": "缘来珠宝",
    "sms_app_id": "1400006666",
}

DAYS = "abcdefgh"
POSTGRESQL = "postgresql+psycopg://shop@localhost/shop"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PORT", "80a", "valid integer"),
        ("PORT", "0", "greater than or equal to 1"),
        ("SIMULATOR_PORT", "65536", "less than or equal to 65535"),
        ("DATABASE_URL", "mysql://shop", "must start with sqlite:/// or postgresql+psycopg://"),
        ("REDIS_URL", "localhost:6379", "must start with redis://, rediss:// or unix://"),
        ("PUBLIC_URL", "shop.example", "must be an http:// or https:// address"),
        ("WECHAT_API_BASE", "ftp://x", "must be an http:// or https:// address"),
        ("SMS_API_BASE", "x", "must be an http:// or https:// address"),
        ("STAFF_WEBHOOK_URL", "x", "must be an http:// or https:// address"),
        ("TIMEZONE", "Asia/Atlantis", "is not a time zone such as Asia/Shanghai"),
        ("TIMEZONE", "../../etc/passwd", "is not a time zone such as Asia/Shanghai"),
        ("SECRET_KEY", "short", "at least 16 characters"),
        ("HASH_KEY", "short", "at least 16 characters"),
        ("API_KEY", "short", "at least 16 characters"),
        ("FIELD_KEYS", "long enough to be a key,short", "needs keys of at least 16 characters"),
        ("TRADE", "bakery", "'jewellery'"),
        ("WECHAT_AES_KEY", "x" * 42, "match pattern"),
        ("WECHAT_AES_KEY", "x" * 42 + "/", "match pattern"),
        ("SMS_PROVIDER", "pigeon", "must be one of: aliyun, tencent"),
        ("SMS_CALLBACK_SECRET", "short", "match pattern"),
        ("SMS_CALLBACK_IPS", "10.0.0.300", "needs addresses such as"),
        ("WEB_PROCESSES", "0", "greater than or equal to 1"),
        ("QUIET_FROM", "24", "less than or equal to 23"),
        ("OWN_ACT_UNTIL", "22.30", "match pattern"),
        ("THANKS_DELAY_MINUTES", "-1", "greater than or equal to 0"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    line = str(refused.value)
    assert line.startswith(f"{name}: ")
    assert reason in line
    assert "\n" not in line


@pytest.mark.parametrize("name", ["SECRET_KEY", "HASH_KEY", "API_KEY", "FIELD_KEYS"])
def test_a_wrong_key_is_not_shown(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "hunter2")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    "name", ["wechat_appid", "wechat_secret", "wechat_token", "wechat_account"]
)
def test_half_a_service_account_is_no_account(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name.upper()}: is missing$"):
        load_settings(**{**ACCOUNT, name: ""})


@pytest.mark.parametrize("name", ["wechat_aes_key", "wechat_api_base"])
def test_a_detail_of_an_account_asks_for_the_rest(name: str) -> None:
    value = {"wechat_aes_key": "x" * 43, "wechat_api_base": "https://api.weixin.qq.com"}[name]
    with pytest.raises(SettingsError, match="WECHAT_APPID: is missing"):
        load_settings(**{name: value})


@pytest.mark.parametrize("name", list(KEYS))
def test_machines_that_share_a_database_share_their_keys(name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name.upper()}: must be set with PostgreSQL$"):
        load_settings(database_url=POSTGRESQL, **{**KEYS, name: ""})
    assert load_settings(database_url=POSTGRESQL, **KEYS).keys.hash_key == KEYS["hash_key"]


def test_the_file_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("HOST=0.0.0.0\nPORT=8100\nOF_ANOTHER_PROGRAM=1\n")
    monkeypatch.setenv("PORT", "8200")
    settings = load_settings()
    assert (settings.host, settings.port) == ("0.0.0.0", 8200)


def test_an_empty_setting_is_an_unset_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert load_settings().port == 8000


def test_without_a_door_to_customers_it_is_a_demo_in_a_folder_of_its_own(tmp_path: Path) -> None:
    settings = load_settings(data_dir=tmp_path, redis_url="redis://localhost", trade="general")
    assert settings.demo
    assert settings.data == tmp_path / "demo"
    assert settings.wechat
    assert settings.wechat.api_base == "http://127.0.0.1:8001"


@pytest.mark.parametrize(
    "doors",
    [
        ACCOUNT,
        SMS,
        {"smtp_url": "smtp://localhost"},
    ],
)
def test_one_door_to_customers_makes_it_real(tmp_path: Path, doors: dict[str, str]) -> None:
    settings = load_settings(data_dir=tmp_path, **doors)
    assert not settings.demo
    assert settings.data == tmp_path
    assert settings.keys.api == ""


def test_a_shop_with_sms_alone_has_no_service_account(tmp_path: Path) -> None:
    assert load_settings(data_dir=tmp_path, **SMS).wechat is None


@pytest.mark.parametrize("name", ["sms_provider", "sms_access_secret", "sms_sign", "sms_app_id"])
def test_half_an_sms_account_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match=f"{name.upper()}: is missing"):
        load_settings(data_dir=tmp_path, **SMS | {name: ""})


def test_made_keys_are_kept_and_are_their_owners_alone(tmp_path: Path) -> None:
    first, second = (load_settings(data_dir=tmp_path / "var") for _ in range(2))
    assert first.wechat
    assert second.wechat
    assert vars(first.keys) == vars(second.keys)
    assert vars(first.wechat) == vars(second.wechat)
    kept = [file for file in (tmp_path / "var" / "demo").iterdir() if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in kept} == {0o600}
    assert sorted(file.name for file in kept) == ["account.json", "api_key.json", "keys.json"]


def test_a_set_key_counts_more_than_a_kept_one(tmp_path: Path) -> None:
    kept = load_settings(data_dir=tmp_path).keys
    keys = load_settings(data_dir=tmp_path, field_keys=f"{'n' * 16}, {'o' * 16}").keys
    assert keys.fields == ["n" * 16, "o" * 16]
    assert keys.secret == kept.secret


def test_set_keys_leave_no_file(tmp_path: Path) -> None:
    assert settings_of(tmp_path / "var").keys.secret == KEYS["secret_key"]
    assert not (tmp_path / "var").exists()


def test_processes_that_make_keys_at_once_agree(tmp_path: Path) -> None:
    together = multiprocessing.get_context("fork")
    start, made = together.Barrier(4), together.SimpleQueue()

    def make() -> None:
        start.wait()
        made.put([load_settings(data_dir=tmp_path / day).keys.secret for day in DAYS])

    processes = [together.Process(target=make) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=10)
    assert [process.exitcode for process in processes] == [0] * 4
    first, *others = [made.get() for _ in processes]
    assert others == [first] * 3
    assert {len(list((tmp_path / day / "demo").iterdir())) for day in DAYS} == {2}


@pytest.mark.parametrize("odd", ["a b", "50%", "why?", "c#", "数据"])
def test_the_way_to_redis_is_found_in_any_folder(tmp_path: Path, odd: str) -> None:
    settings = load_settings(data_dir=tmp_path / odd)
    server = Redis.from_url(settings.redis)
    assert server.connection_pool.connection_kwargs["path"] == str(settings.redis_socket)
