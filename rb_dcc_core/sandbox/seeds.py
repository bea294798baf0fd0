"""What a fresh service starts with: the account, its settings, platforms and machines."""

from __future__ import annotations

from typing import Any, Dict, List, Tuple

USER_ID = 10001136
USER_NAME = "sandbox"
ZONE = 2
PLATFORM = 62

CONFIG_BID = "30201"
OUTPUT_BID = "20201"
INPUT_BID = "10201"

# Money is in 1/10000 of the account's currency. The prices are for one machine and one hour.
BALANCE = 1000000
COUPON = 500000
CREDIT = 0
CPU_PRICE = 6700
GPU_PRICE = 200000

OVER_TIME_S = 12 * 3600

PROFILE: Dict[str, Any] = {
    "userId": USER_ID,
    "userName": USER_NAME,
    "platform": PLATFORM,
    "phone": "",
    "email": "",
    "company": "",
    "name": "",
    "job": "",
    "communicationNumber": "",
    "softType": 2000,
    "softStatus": 1,
    "businessType": 1,
    "status": 1,
    "infoStatus": 0,
    "accountType": 1,
    "userType": 1,
    "mainUserId": 0,
    "level": 49,
    "pictureLever": None,
    "zone": ZONE,
    "rmbbalance": 0,
    "usdbalance": 0,
    "rmbCumulative": 0,
    "usdCumulative": 0,
    "credit": 0,
    "coupon": 0,
    "description": "",
    "country": "",
    "city": "",
    "address": "",
    "cpuPrice": CPU_PRICE / 10000,
    "gpuPrice": GPU_PRICE / 10000,
    "shareMainCapital": 0,
    "subDeleteTask": 0,
    "useMainBalance": 0,
    "hideBalance": 0,
    "hideJobCharge": 0,
    "useLevelDirectory": 1,
    "downloadDisable": 0,
    "displaySubaccount": 1,
    "subaccountLimits": 5,
    "houdiniFlag": 0,
    "c4dFlag": 0,
    "blenderFlag": 0,
    "keyshotFlag": 0,
    "studentEndTime": None,
}

SETTINGS: Dict[str, Any] = {
    "infoStatus": None,
    "accountType": None,
    "shareMainCapital": 0,
    "subDeleteTask": 0,
    "useMainBalance": 0,
    "singleNodeRenderFrames": "1",
    "maxIgnoreMapFlag": "1",
    "autoCommit": "2",
    "separateAccountFlag": 0,
    "mifileSwitchFlag": 0,
    "assfileSwitchFlag": 0,
    "manuallyStartAnalysisFlag": 0,
    "downloadDisable": 0,
}


def _platform(number: int, name: str, kind: int, status: int) -> Dict[str, Any]:
    return {
        "platform": number,
        "name": name,
        "type": kind,
        "status": status,
        "taskPrefix": "2S",
        "isShow": 1 if status else 0,
    }


# type 0 GPU, 1 CPU, 2 still images; status 0 off, 1 normal, 2 busy, 3 full.
PLATFORMS: Dict[int, List[Dict[str, Any]]] = {
    1: [
        _platform(3, "query_platform_w3", 1, 1),
        _platform(9, "query_platform_w9", 1, 2),
        _platform(59, "query_platform_gpu59", 0, 1),
        _platform(61, "query_platform_w61", 2, 3),
    ],
    2: [
        _platform(2, "query_platform_w2", 1, 1),
        _platform(6, "query_platform_w6", 1, 2),
        _platform(20, "query_platform_gpu20", 0, 1),
        _platform(21, "query_platform_w21", 1, 0),
        _platform(35, "query_platform_w35", 2, 3),
        _platform(PLATFORM, "query_platform_w62", 1, 1),
    ],
}
KNOWN_PLATFORMS = frozenset(one["platform"] for zone in PLATFORMS.values() for one in zone)
GPU_PLATFORMS = frozenset(one["platform"] for zone in PLATFORMS.values() for one in zone if one["type"] == 0)

_MACHINES: Tuple[Tuple[int, int, int, str, Any, str], ...] = (
    (101, PLATFORM, 1, "Default", None, "64GB"),
    (102, PLATFORM, 1, "Default", None, "128GB"),
    (201, 20, 2, "3090", "1*GPU", "64GB"),
    (202, 20, 2, "3090", "2*GPU", "128GB"),
    (203, 20, 2, "4090", "2*GPU", "128GB"),
    (301, 2, 1, "Default", None, "64GB"),
)


def hardware() -> List[Dict[str, Any]]:
    """hardwareConfig/list: type 1 CPU, 2 GPU; gpuNum as the vendor's SDK reads it ("2*GPU"), null on CPU machines."""
    return [
        {
            "id": number,
            "platform": platform,
            "type": kind,
            "model": model,
            "gpuNum": gpus,
            "ram": ram,
            "status": 1,
            "isDefault": 1 if number in (101, 201) else 0,
            "notSupportCgId": [],
            "notSupportCode": [],
            "notSupportCgVersions": [],
            "notSupportPluginList": [],
        }
        for number, platform, kind, model, gpus, ram in _MACHINES
    ]


GPU_MACHINES = frozenset(machine[0] for machine in _MACHINES if machine[2] == 2)
MACHINES = frozenset(machine[0] for machine in _MACHINES)
