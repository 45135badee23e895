{
 "patcher": {
  "fileversion": 1,
  "appversion": {
   "major": 8,
   "minor": 5,
   "revision": 0,
   "architecture": "x64",
   "modernui": 1
  },
  "classnamespace": "box",
  "rect": [
   80.0,
   80.0,
   824.0,
   676.0
  ],
  "openinpresentation": 1,
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      20,
      20,
      150.0,
      22.0
     ],
     "text": "udpsend 127.0.0.1 9000"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "udpreceive 9001"
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      420,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "loadbang"
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      420,
      50,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "metro 20000 @active 1"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      420,
      80,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/subscribe 9001"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      130.0,
      150.0,
      22.0
     ],
     "text": "play",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      14.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      14.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/play"
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/play"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      170.0,
      150.0,
      22.0
     ],
     "text": "stop",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      40.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      40.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      580,
      170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/stop"
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      210.0,
      150.0,
      22.0
     ],
     "text": "seed",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      14.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      400,
      210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      14.0,
      130.0,
      22.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/seed"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/seed"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      250.0,
      150.0,
      22.0
     ],
     "text": "tempo",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      40.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      40.0,
      130.0,
      20.0
     ],
     "min": 20,
     "size": 280,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/tempo"
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/tempo"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      290.0,
      150.0,
      22.0
     ],
     "text": "sync",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      66.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      66.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/sync"
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/sync"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      330.0,
      150.0,
      22.0
     ],
     "text": "temperature",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      66.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      66.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/temperature"
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/temperature"
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      370.0,
      150.0,
      22.0
     ],
     "text": "temperature/1",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      14.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      14.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-36",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/temperature/1"
    }
   },
   {
    "box": {
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-38",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/temperature/1"
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      410.0,
      150.0,
      22.0
     ],
     "text": "temperature/2",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      40.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-40",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      40.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/temperature/2"
    }
   },
   {
    "box": {
     "id": "obj-42",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/temperature/2"
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      450.0,
      150.0,
      22.0
     ],
     "text": "temperature/3",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      66.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      66.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/temperature/3"
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/temperature/3"
    }
   },
   {
    "box": {
     "id": "obj-49",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      490.0,
      150.0,
      22.0
     ],
     "text": "temperature/4",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      92.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      92.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/temperature/4"
    }
   },
   {
    "box": {
     "id": "obj-52",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/temperature/4"
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      530.0,
      150.0,
      22.0
     ],
     "text": "top_k",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      92.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      92.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1025,
     "floatoutput": 0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/top_k"
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-58",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/top_k"
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      570.0,
      150.0,
      22.0
     ],
     "text": "top_p",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      118.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-60",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      118.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-61",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/top_p"
    }
   },
   {
    "box": {
     "id": "obj-62",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-63",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/top_p"
    }
   },
   {
    "box": {
     "id": "obj-64",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      610.0,
      150.0,
      22.0
     ],
     "text": "max_quote",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      144.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-65",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      144.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 60,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/max_quote"
    }
   },
   {
    "box": {
     "id": "obj-67",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/max_quote"
    }
   },
   {
    "box": {
     "id": "obj-69",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      650.0,
      150.0,
      22.0
     ],
     "text": "level/1/mask",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      118.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-70",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      118.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/1/mask"
    }
   },
   {
    "box": {
     "id": "obj-72",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-73",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/1/mask"
    }
   },
   {
    "box": {
     "id": "obj-74",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      690.0,
      150.0,
      22.0
     ],
     "text": "level/2/mask",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      144.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-75",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      144.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-76",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/2/mask"
    }
   },
   {
    "box": {
     "id": "obj-77",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-78",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/2/mask"
    }
   },
   {
    "box": {
     "id": "obj-79",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      730.0,
      150.0,
      22.0
     ],
     "text": "level/3/mask",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      170.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-80",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      170.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-81",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/3/mask"
    }
   },
   {
    "box": {
     "id": "obj-82",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/3/mask"
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      770.0,
      150.0,
      22.0
     ],
     "text": "level/4/mask",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      196.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      196.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/4/mask"
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/4/mask"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      810.0,
      150.0,
      22.0
     ],
     "text": "level/1/gain",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      222.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      222.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/1/gain"
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/1/gain"
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      850.0,
      150.0,
      22.0
     ],
     "text": "level/2/gain",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      248.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      248.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/2/gain"
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/2/gain"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      890.0,
      150.0,
      22.0
     ],
     "text": "level/3/gain",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      274.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-100",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      274.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-101",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/3/gain"
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-103",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/3/gain"
    }
   },
   {
    "box": {
     "id": "obj-104",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      930.0,
      150.0,
      22.0
     ],
     "text": "level/4/gain",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      300.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      300.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-106",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/4/gain"
    }
   },
   {
    "box": {
     "id": "obj-107",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-108",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/4/gain"
    }
   },
   {
    "box": {
     "id": "obj-109",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      970.0,
      150.0,
      22.0
     ],
     "text": "level/1/solo",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      326.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-110",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      326.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-111",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/1/solo"
    }
   },
   {
    "box": {
     "id": "obj-112",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-113",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/1/solo"
    }
   },
   {
    "box": {
     "id": "obj-114",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1010.0,
      150.0,
      22.0
     ],
     "text": "level/2/solo",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      352.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-115",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      352.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-116",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/2/solo"
    }
   },
   {
    "box": {
     "id": "obj-117",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-118",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/2/solo"
    }
   },
   {
    "box": {
     "id": "obj-119",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1050.0,
      150.0,
      22.0
     ],
     "text": "level/3/solo",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      378.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-120",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      378.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-121",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/3/solo"
    }
   },
   {
    "box": {
     "id": "obj-122",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-123",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/3/solo"
    }
   },
   {
    "box": {
     "id": "obj-124",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1090.0,
      150.0,
      22.0
     ],
     "text": "level/4/solo",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      404.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-125",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      404.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-126",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/4/solo"
    }
   },
   {
    "box": {
     "id": "obj-127",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-128",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/4/solo"
    }
   },
   {
    "box": {
     "id": "obj-129",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1130.0,
      150.0,
      22.0
     ],
     "text": "level/1/hold",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      430.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-130",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      430.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-131",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/1/hold"
    }
   },
   {
    "box": {
     "id": "obj-132",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-133",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/1/hold"
    }
   },
   {
    "box": {
     "id": "obj-134",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1170.0,
      150.0,
      22.0
     ],
     "text": "level/2/hold",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      456.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-135",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      456.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-136",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/2/hold"
    }
   },
   {
    "box": {
     "id": "obj-137",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-138",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1170.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/2/hold"
    }
   },
   {
    "box": {
     "id": "obj-139",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1210.0,
      150.0,
      22.0
     ],
     "text": "level/3/hold",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      482.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-140",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      482.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-141",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/3/hold"
    }
   },
   {
    "box": {
     "id": "obj-142",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-143",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1210.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/3/hold"
    }
   },
   {
    "box": {
     "id": "obj-144",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1250.0,
      150.0,
      22.0
     ],
     "text": "level/4/hold",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      508.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-145",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      508.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-146",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/level/4/hold"
    }
   },
   {
    "box": {
     "id": "obj-147",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-148",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1250.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/level/4/hold"
    }
   },
   {
    "box": {
     "id": "obj-149",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1290.0,
      150.0,
      22.0
     ],
     "text": "loop/on",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      92.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-150",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      92.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-151",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/loop/on"
    }
   },
   {
    "box": {
     "id": "obj-152",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-153",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1290.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/loop/on"
    }
   },
   {
    "box": {
     "id": "obj-154",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1330.0,
      150.0,
      22.0
     ],
     "text": "loop/start",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      170.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-155",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      170.0,
      130.0,
      20.0
     ],
     "min": -1,
     "size": 2049,
     "floatoutput": 0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-156",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/loop/start"
    }
   },
   {
    "box": {
     "id": "obj-157",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-158",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1330.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/loop/start"
    }
   },
   {
    "box": {
     "id": "obj-159",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1370.0,
      150.0,
      22.0
     ],
     "text": "loop/length",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      196.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-160",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      196.0,
      130.0,
      20.0
     ],
     "min": 1,
     "size": 2048,
     "floatoutput": 0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-161",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/loop/length"
    }
   },
   {
    "box": {
     "id": "obj-162",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-163",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1370.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/loop/length"
    }
   },
   {
    "box": {
     "id": "obj-164",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1410.0,
      150.0,
      22.0
     ],
     "text": "loop/seconds",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      222.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-165",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      222.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 20,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-166",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/loop/seconds"
    }
   },
   {
    "box": {
     "id": "obj-167",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-168",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1410.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/loop/seconds"
    }
   },
   {
    "box": {
     "id": "obj-169",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1450.0,
      150.0,
      22.0
     ],
     "text": "loop/beats",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      248.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-170",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      248.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 64,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-171",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/loop/beats"
    }
   },
   {
    "box": {
     "id": "obj-172",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-173",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1450.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/loop/beats"
    }
   },
   {
    "box": {
     "id": "obj-174",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1490.0,
      150.0,
      22.0
     ],
     "text": "hold",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      118.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-175",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      118.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-176",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/hold"
    }
   },
   {
    "box": {
     "id": "obj-177",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-178",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1490.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/hold"
    }
   },
   {
    "box": {
     "id": "obj-179",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1530.0,
      150.0,
      22.0
     ],
     "text": "resample/amount",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      274.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-180",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      274.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-181",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/resample/amount"
    }
   },
   {
    "box": {
     "id": "obj-182",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-183",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1530.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/resample/amount"
    }
   },
   {
    "box": {
     "id": "obj-184",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1570.0,
      150.0,
      22.0
     ],
     "text": "resample/go",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      144.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-185",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      144.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-186",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1570.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/resample/go"
    }
   },
   {
    "box": {
     "id": "obj-187",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1610.0,
      150.0,
      22.0
     ],
     "text": "deck/copy",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      170.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-188",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      170.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-189",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1610.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/deck/copy"
    }
   },
   {
    "box": {
     "id": "obj-190",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1650.0,
      150.0,
      22.0
     ],
     "text": "morph",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      300.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-191",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      300.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-192",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/morph"
    }
   },
   {
    "box": {
     "id": "obj-193",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-194",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1650.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/morph"
    }
   },
   {
    "box": {
     "id": "obj-195",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1690.0,
      150.0,
      22.0
     ],
     "text": "morph/1",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      534.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-196",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      534.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-197",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/morph/1"
    }
   },
   {
    "box": {
     "id": "obj-198",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-199",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1690.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/morph/1"
    }
   },
   {
    "box": {
     "id": "obj-200",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1730.0,
      150.0,
      22.0
     ],
     "text": "morph/2",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      560.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-201",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      560.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-202",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/morph/2"
    }
   },
   {
    "box": {
     "id": "obj-203",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-204",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1730.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/morph/2"
    }
   },
   {
    "box": {
     "id": "obj-205",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1770.0,
      150.0,
      22.0
     ],
     "text": "morph/3",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      586.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-206",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      586.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-207",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/morph/3"
    }
   },
   {
    "box": {
     "id": "obj-208",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-209",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1770.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/morph/3"
    }
   },
   {
    "box": {
     "id": "obj-210",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1810.0,
      150.0,
      22.0
     ],
     "text": "morph/4",
     "presentation": 1,
     "presentation_rect": [
      554.0,
      612.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-211",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      666.0,
      612.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-212",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/morph/4"
    }
   },
   {
    "box": {
     "id": "obj-213",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-214",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1810.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/morph/4"
    }
   },
   {
    "box": {
     "id": "obj-215",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1850.0,
      150.0,
      22.0
     ],
     "text": "input/on",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      196.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-216",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      196.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-217",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/input/on"
    }
   },
   {
    "box": {
     "id": "obj-218",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-219",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1850.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/input/on"
    }
   },
   {
    "box": {
     "id": "obj-220",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1890.0,
      150.0,
      22.0
     ],
     "text": "input/gain",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      326.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-221",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      326.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 4,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-222",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/input/gain"
    }
   },
   {
    "box": {
     "id": "obj-223",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-224",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1890.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/input/gain"
    }
   },
   {
    "box": {
     "id": "obj-225",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1930.0,
      150.0,
      22.0
     ],
     "text": "input/capture",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      222.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-226",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      222.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-227",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1930.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/input/capture"
    }
   },
   {
    "box": {
     "id": "obj-228",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      1970.0,
      150.0,
      22.0
     ],
     "text": "snapshot/glide",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      352.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-229",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      1970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      352.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 60,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-230",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      1970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/snapshot/glide"
    }
   },
   {
    "box": {
     "id": "obj-231",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      1970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-232",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      1970.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/snapshot/glide"
    }
   },
   {
    "box": {
     "id": "obj-233",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      2010.0,
      150.0,
      22.0
     ],
     "text": "recall",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      378.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-234",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      2010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      378.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 1,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-235",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      2010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/recall"
    }
   },
   {
    "box": {
     "id": "obj-236",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      2010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-237",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      2010.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/recall"
    }
   },
   {
    "box": {
     "id": "obj-238",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      2050.0,
      150.0,
      22.0
     ],
     "text": "output/gain",
     "presentation": 1,
     "presentation_rect": [
      284.0,
      404.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-239",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      2050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      396.0,
      404.0,
      130.0,
      20.0
     ],
     "min": 0,
     "size": 2,
     "floatoutput": 1,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-240",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      2050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/output/gain"
    }
   },
   {
    "box": {
     "id": "obj-241",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      2050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-242",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      2050.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/output/gain"
    }
   },
   {
    "box": {
     "id": "obj-243",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      2090.0,
      150.0,
      22.0
     ],
     "text": "record",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      248.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-244",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      2090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      248.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-245",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 2,
     "patching_rect": [
      20,
      2090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      "",
      ""
     ],
     "text": "route /distill/record"
    }
   },
   {
    "box": {
     "id": "obj-246",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      220,
      2090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend set"
    }
   },
   {
    "box": {
     "id": "obj-247",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      580,
      2090.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "prepend /distill/record"
    }
   },
   {
    "box": {
     "id": "obj-248",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      2130.0,
      150.0,
      22.0
     ],
     "text": "mark",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      274.0,
      110.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-249",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      400,
      2130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      274.0,
      20.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-250",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      580,
      2130.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/mark"
    }
   },
   {
    "box": {
     "id": "obj-251",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      20.0,
      150.0,
      22.0
     ],
     "text": "lock 1",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      430.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-252",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      45.0,
      150.0,
      22.0
     ],
     "text": "lock 2",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      456.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-253",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      70.0,
      150.0,
      22.0
     ],
     "text": "lock 3",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      482.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-254",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      95.0,
      150.0,
      22.0
     ],
     "text": "lock 4",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      508.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-255",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      120.0,
      150.0,
      22.0
     ],
     "text": "anew 1",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      534.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-256",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      145.0,
      150.0,
      22.0
     ],
     "text": "anew 2",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      560.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-257",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      170.0,
      150.0,
      22.0
     ],
     "text": "anew 3",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      586.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-258",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "patching_rect": [
      800,
      195.0,
      150.0,
      22.0
     ],
     "text": "anew 4",
     "presentation": 1,
     "presentation_rect": [
      14.0,
      612.0,
      60.0,
      20.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-259",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-260",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-261",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-262",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-263",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-264",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-265",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-266",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-267",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-268",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-269",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-270",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-271",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-272",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-273",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-274",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-275",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-276",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-277",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-278",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-279",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-280",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-281",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-282",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-283",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-284",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-285",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-286",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-287",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-288",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-289",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      20.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      430.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-290",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 0 $1"
    }
   },
   {
    "box": {
     "id": "obj-291",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-292",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-293",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-294",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-295",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-296",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-297",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-298",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-299",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-300",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-301",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-302",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-303",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-304",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-305",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-306",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-307",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-308",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-309",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-310",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-311",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-312",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-313",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-314",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-315",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-316",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-317",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-318",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-319",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-320",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-321",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      46.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      456.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-322",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 1 $1"
    }
   },
   {
    "box": {
     "id": "obj-323",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-324",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-325",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-326",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-327",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-328",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-329",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-330",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-331",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-332",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-333",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-334",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-335",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-336",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-337",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-338",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-339",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-340",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-341",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-342",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-343",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-344",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-345",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-346",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-347",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-348",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-349",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-350",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-351",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-352",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-353",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      72.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      482.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-354",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 2 $1"
    }
   },
   {
    "box": {
     "id": "obj-355",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-356",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-357",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-358",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-359",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-360",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-361",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-362",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-363",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-364",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-365",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-366",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-367",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-368",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-369",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-370",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-371",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-372",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-373",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-374",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-375",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-376",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-377",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-378",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-379",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-380",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-381",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-382",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-383",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-384",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-385",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      98.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      508.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-386",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 3 $1"
    }
   },
   {
    "box": {
     "id": "obj-387",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-388",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 4 1"
    }
   },
   {
    "box": {
     "id": "obj-389",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-390",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 4 1"
    }
   },
   {
    "box": {
     "id": "obj-391",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-392",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 4 1"
    }
   },
   {
    "box": {
     "id": "obj-393",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-394",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 4 1"
    }
   },
   {
    "box": {
     "id": "obj-395",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-396",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 4 1"
    }
   },
   {
    "box": {
     "id": "obj-397",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-398",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 4 1"
    }
   },
   {
    "box": {
     "id": "obj-399",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-400",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 4 1"
    }
   },
   {
    "box": {
     "id": "obj-401",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-402",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 4 1"
    }
   },
   {
    "box": {
     "id": "obj-403",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-404",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 4 1"
    }
   },
   {
    "box": {
     "id": "obj-405",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-406",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 4 1"
    }
   },
   {
    "box": {
     "id": "obj-407",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-408",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 4 1"
    }
   },
   {
    "box": {
     "id": "obj-409",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-410",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 4 1"
    }
   },
   {
    "box": {
     "id": "obj-411",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-412",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 4 1"
    }
   },
   {
    "box": {
     "id": "obj-413",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-414",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 4 1"
    }
   },
   {
    "box": {
     "id": "obj-415",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-416",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 4 1"
    }
   },
   {
    "box": {
     "id": "obj-417",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      124.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      534.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-418",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 4 1"
    }
   },
   {
    "box": {
     "id": "obj-419",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-420",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 5 1"
    }
   },
   {
    "box": {
     "id": "obj-421",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-422",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 5 1"
    }
   },
   {
    "box": {
     "id": "obj-423",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-424",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 5 1"
    }
   },
   {
    "box": {
     "id": "obj-425",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-426",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 5 1"
    }
   },
   {
    "box": {
     "id": "obj-427",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-428",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 5 1"
    }
   },
   {
    "box": {
     "id": "obj-429",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-430",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 5 1"
    }
   },
   {
    "box": {
     "id": "obj-431",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-432",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 5 1"
    }
   },
   {
    "box": {
     "id": "obj-433",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-434",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 5 1"
    }
   },
   {
    "box": {
     "id": "obj-435",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-436",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 5 1"
    }
   },
   {
    "box": {
     "id": "obj-437",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-438",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 5 1"
    }
   },
   {
    "box": {
     "id": "obj-439",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-440",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 5 1"
    }
   },
   {
    "box": {
     "id": "obj-441",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-442",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 5 1"
    }
   },
   {
    "box": {
     "id": "obj-443",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-444",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 5 1"
    }
   },
   {
    "box": {
     "id": "obj-445",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-446",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 5 1"
    }
   },
   {
    "box": {
     "id": "obj-447",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-448",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 5 1"
    }
   },
   {
    "box": {
     "id": "obj-449",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      150.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      560.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-450",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 5 1"
    }
   },
   {
    "box": {
     "id": "obj-451",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-452",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 6 1"
    }
   },
   {
    "box": {
     "id": "obj-453",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-454",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 6 1"
    }
   },
   {
    "box": {
     "id": "obj-455",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-456",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 6 1"
    }
   },
   {
    "box": {
     "id": "obj-457",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-458",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 6 1"
    }
   },
   {
    "box": {
     "id": "obj-459",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-460",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 6 1"
    }
   },
   {
    "box": {
     "id": "obj-461",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-462",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 6 1"
    }
   },
   {
    "box": {
     "id": "obj-463",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-464",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 6 1"
    }
   },
   {
    "box": {
     "id": "obj-465",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-466",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 6 1"
    }
   },
   {
    "box": {
     "id": "obj-467",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-468",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 6 1"
    }
   },
   {
    "box": {
     "id": "obj-469",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-470",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 6 1"
    }
   },
   {
    "box": {
     "id": "obj-471",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-472",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 6 1"
    }
   },
   {
    "box": {
     "id": "obj-473",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-474",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 6 1"
    }
   },
   {
    "box": {
     "id": "obj-475",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-476",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 6 1"
    }
   },
   {
    "box": {
     "id": "obj-477",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-478",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 6 1"
    }
   },
   {
    "box": {
     "id": "obj-479",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-480",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 6 1"
    }
   },
   {
    "box": {
     "id": "obj-481",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      176.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      586.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-482",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 6 1"
    }
   },
   {
    "box": {
     "id": "obj-483",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1000.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      74.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-484",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 0 7 1"
    }
   },
   {
    "box": {
     "id": "obj-485",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1026.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      100.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-486",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 1 7 1"
    }
   },
   {
    "box": {
     "id": "obj-487",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1052.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      126.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-488",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 2 7 1"
    }
   },
   {
    "box": {
     "id": "obj-489",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1078.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      152.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-490",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 3 7 1"
    }
   },
   {
    "box": {
     "id": "obj-491",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1104.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      178.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-492",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 4 7 1"
    }
   },
   {
    "box": {
     "id": "obj-493",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1130.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      204.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-494",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 5 7 1"
    }
   },
   {
    "box": {
     "id": "obj-495",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1156.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      230.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-496",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 6 7 1"
    }
   },
   {
    "box": {
     "id": "obj-497",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1182.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      256.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-498",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 7 7 1"
    }
   },
   {
    "box": {
     "id": "obj-499",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1208.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      282.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-500",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 8 7 1"
    }
   },
   {
    "box": {
     "id": "obj-501",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1234.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      308.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-502",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 9 7 1"
    }
   },
   {
    "box": {
     "id": "obj-503",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1260.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      334.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-504",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 10 7 1"
    }
   },
   {
    "box": {
     "id": "obj-505",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1286.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      360.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-506",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 11 7 1"
    }
   },
   {
    "box": {
     "id": "obj-507",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1312.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      386.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-508",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 12 7 1"
    }
   },
   {
    "box": {
     "id": "obj-509",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1338.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      412.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-510",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 13 7 1"
    }
   },
   {
    "box": {
     "id": "obj-511",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1364.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      438.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-512",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 14 7 1"
    }
   },
   {
    "box": {
     "id": "obj-513",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "patching_rect": [
      1390.0,
      202.0,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "presentation": 1,
     "presentation_rect": [
      464.0,
      612.0,
      24.0,
      24.0
     ]
    }
   },
   {
    "box": {
     "id": "obj-514",
     "maxclass": "message",
     "numinlets": 2,
     "numoutlets": 1,
     "patching_rect": [
      1500,
      20,
      150.0,
      22.0
     ],
     "outlettype": [
      ""
     ],
     "text": "/distill/grid/key 15 7 1"
    }
   }
  ],
  "lines": [
   {
    "patchline": {
     "source": [
      "obj-3",
      0
     ],
     "destination": [
      "obj-4",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-4",
      0
     ],
     "destination": [
      "obj-5",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-5",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-8",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-8",
      0
     ],
     "destination": [
      "obj-9",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-9",
      0
     ],
     "destination": [
      "obj-7",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-7",
      0
     ],
     "destination": [
      "obj-10",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-10",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-12",
      0
     ],
     "destination": [
      "obj-13",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-13",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-16",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-16",
      0
     ],
     "destination": [
      "obj-17",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-17",
      0
     ],
     "destination": [
      "obj-15",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-15",
      0
     ],
     "destination": [
      "obj-18",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-18",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-21",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-21",
      0
     ],
     "destination": [
      "obj-22",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-22",
      0
     ],
     "destination": [
      "obj-20",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-20",
      0
     ],
     "destination": [
      "obj-23",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-23",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-26",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-26",
      0
     ],
     "destination": [
      "obj-27",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-27",
      0
     ],
     "destination": [
      "obj-25",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-25",
      0
     ],
     "destination": [
      "obj-28",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-28",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-31",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-31",
      0
     ],
     "destination": [
      "obj-32",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-32",
      0
     ],
     "destination": [
      "obj-30",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-30",
      0
     ],
     "destination": [
      "obj-33",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-33",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-36",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-36",
      0
     ],
     "destination": [
      "obj-37",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-37",
      0
     ],
     "destination": [
      "obj-35",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-35",
      0
     ],
     "destination": [
      "obj-38",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-38",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-41",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-41",
      0
     ],
     "destination": [
      "obj-42",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-42",
      0
     ],
     "destination": [
      "obj-40",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-40",
      0
     ],
     "destination": [
      "obj-43",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-43",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-46",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-46",
      0
     ],
     "destination": [
      "obj-47",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-47",
      0
     ],
     "destination": [
      "obj-45",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-45",
      0
     ],
     "destination": [
      "obj-48",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-48",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-51",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-51",
      0
     ],
     "destination": [
      "obj-52",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-52",
      0
     ],
     "destination": [
      "obj-50",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-50",
      0
     ],
     "destination": [
      "obj-53",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-53",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-56",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-56",
      0
     ],
     "destination": [
      "obj-57",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-57",
      0
     ],
     "destination": [
      "obj-55",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-55",
      0
     ],
     "destination": [
      "obj-58",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-58",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-61",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-61",
      0
     ],
     "destination": [
      "obj-62",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-62",
      0
     ],
     "destination": [
      "obj-60",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-60",
      0
     ],
     "destination": [
      "obj-63",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-63",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-66",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-66",
      0
     ],
     "destination": [
      "obj-67",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-67",
      0
     ],
     "destination": [
      "obj-65",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-65",
      0
     ],
     "destination": [
      "obj-68",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-68",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-71",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-71",
      0
     ],
     "destination": [
      "obj-72",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-72",
      0
     ],
     "destination": [
      "obj-70",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-70",
      0
     ],
     "destination": [
      "obj-73",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-73",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-76",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-76",
      0
     ],
     "destination": [
      "obj-77",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-77",
      0
     ],
     "destination": [
      "obj-75",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-75",
      0
     ],
     "destination": [
      "obj-78",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-78",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-81",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-81",
      0
     ],
     "destination": [
      "obj-82",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-82",
      0
     ],
     "destination": [
      "obj-80",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-80",
      0
     ],
     "destination": [
      "obj-83",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-83",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-86",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-86",
      0
     ],
     "destination": [
      "obj-87",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-87",
      0
     ],
     "destination": [
      "obj-85",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-85",
      0
     ],
     "destination": [
      "obj-88",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-88",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-91",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-91",
      0
     ],
     "destination": [
      "obj-92",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-92",
      0
     ],
     "destination": [
      "obj-90",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-90",
      0
     ],
     "destination": [
      "obj-93",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-93",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-96",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-96",
      0
     ],
     "destination": [
      "obj-97",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-97",
      0
     ],
     "destination": [
      "obj-95",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-95",
      0
     ],
     "destination": [
      "obj-98",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-98",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-101",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-101",
      0
     ],
     "destination": [
      "obj-102",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-102",
      0
     ],
     "destination": [
      "obj-100",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-100",
      0
     ],
     "destination": [
      "obj-103",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-103",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-106",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-106",
      0
     ],
     "destination": [
      "obj-107",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-107",
      0
     ],
     "destination": [
      "obj-105",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-105",
      0
     ],
     "destination": [
      "obj-108",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-108",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-111",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-111",
      0
     ],
     "destination": [
      "obj-112",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-112",
      0
     ],
     "destination": [
      "obj-110",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-110",
      0
     ],
     "destination": [
      "obj-113",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-113",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-116",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-116",
      0
     ],
     "destination": [
      "obj-117",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-117",
      0
     ],
     "destination": [
      "obj-115",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-115",
      0
     ],
     "destination": [
      "obj-118",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-118",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-121",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-121",
      0
     ],
     "destination": [
      "obj-122",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-122",
      0
     ],
     "destination": [
      "obj-120",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-120",
      0
     ],
     "destination": [
      "obj-123",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-123",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-126",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-126",
      0
     ],
     "destination": [
      "obj-127",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-127",
      0
     ],
     "destination": [
      "obj-125",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-125",
      0
     ],
     "destination": [
      "obj-128",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-128",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-131",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-131",
      0
     ],
     "destination": [
      "obj-132",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-132",
      0
     ],
     "destination": [
      "obj-130",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-130",
      0
     ],
     "destination": [
      "obj-133",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-133",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-136",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-136",
      0
     ],
     "destination": [
      "obj-137",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-137",
      0
     ],
     "destination": [
      "obj-135",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-135",
      0
     ],
     "destination": [
      "obj-138",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-138",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-141",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-141",
      0
     ],
     "destination": [
      "obj-142",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-142",
      0
     ],
     "destination": [
      "obj-140",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-140",
      0
     ],
     "destination": [
      "obj-143",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-143",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-146",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-146",
      0
     ],
     "destination": [
      "obj-147",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-147",
      0
     ],
     "destination": [
      "obj-145",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-145",
      0
     ],
     "destination": [
      "obj-148",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-148",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-151",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-151",
      0
     ],
     "destination": [
      "obj-152",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-152",
      0
     ],
     "destination": [
      "obj-150",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-150",
      0
     ],
     "destination": [
      "obj-153",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-153",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-156",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-156",
      0
     ],
     "destination": [
      "obj-157",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-157",
      0
     ],
     "destination": [
      "obj-155",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-155",
      0
     ],
     "destination": [
      "obj-158",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-158",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-161",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-161",
      0
     ],
     "destination": [
      "obj-162",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-162",
      0
     ],
     "destination": [
      "obj-160",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-160",
      0
     ],
     "destination": [
      "obj-163",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-163",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-166",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-166",
      0
     ],
     "destination": [
      "obj-167",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-167",
      0
     ],
     "destination": [
      "obj-165",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-165",
      0
     ],
     "destination": [
      "obj-168",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-168",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-171",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-171",
      0
     ],
     "destination": [
      "obj-172",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-172",
      0
     ],
     "destination": [
      "obj-170",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-170",
      0
     ],
     "destination": [
      "obj-173",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-173",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-176",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-176",
      0
     ],
     "destination": [
      "obj-177",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-177",
      0
     ],
     "destination": [
      "obj-175",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-175",
      0
     ],
     "destination": [
      "obj-178",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-178",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-181",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-181",
      0
     ],
     "destination": [
      "obj-182",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-182",
      0
     ],
     "destination": [
      "obj-180",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-180",
      0
     ],
     "destination": [
      "obj-183",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-183",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-185",
      0
     ],
     "destination": [
      "obj-186",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-186",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-188",
      0
     ],
     "destination": [
      "obj-189",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-189",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-192",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-192",
      0
     ],
     "destination": [
      "obj-193",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-193",
      0
     ],
     "destination": [
      "obj-191",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-191",
      0
     ],
     "destination": [
      "obj-194",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-194",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-197",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-197",
      0
     ],
     "destination": [
      "obj-198",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-198",
      0
     ],
     "destination": [
      "obj-196",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-196",
      0
     ],
     "destination": [
      "obj-199",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-199",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-202",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-202",
      0
     ],
     "destination": [
      "obj-203",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-203",
      0
     ],
     "destination": [
      "obj-201",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-201",
      0
     ],
     "destination": [
      "obj-204",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-204",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-207",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-207",
      0
     ],
     "destination": [
      "obj-208",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-208",
      0
     ],
     "destination": [
      "obj-206",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-206",
      0
     ],
     "destination": [
      "obj-209",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-209",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-212",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-212",
      0
     ],
     "destination": [
      "obj-213",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-213",
      0
     ],
     "destination": [
      "obj-211",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-211",
      0
     ],
     "destination": [
      "obj-214",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-214",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-217",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-217",
      0
     ],
     "destination": [
      "obj-218",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-218",
      0
     ],
     "destination": [
      "obj-216",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-216",
      0
     ],
     "destination": [
      "obj-219",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-219",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-222",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-222",
      0
     ],
     "destination": [
      "obj-223",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-223",
      0
     ],
     "destination": [
      "obj-221",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-221",
      0
     ],
     "destination": [
      "obj-224",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-224",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-226",
      0
     ],
     "destination": [
      "obj-227",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-227",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-230",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-230",
      0
     ],
     "destination": [
      "obj-231",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-231",
      0
     ],
     "destination": [
      "obj-229",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-229",
      0
     ],
     "destination": [
      "obj-232",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-232",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-235",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-235",
      0
     ],
     "destination": [
      "obj-236",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-236",
      0
     ],
     "destination": [
      "obj-234",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-234",
      0
     ],
     "destination": [
      "obj-237",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-237",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-240",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-240",
      0
     ],
     "destination": [
      "obj-241",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-241",
      0
     ],
     "destination": [
      "obj-239",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-239",
      0
     ],
     "destination": [
      "obj-242",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-242",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-2",
      0
     ],
     "destination": [
      "obj-245",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-245",
      0
     ],
     "destination": [
      "obj-246",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-246",
      0
     ],
     "destination": [
      "obj-244",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-244",
      0
     ],
     "destination": [
      "obj-247",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-247",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-249",
      0
     ],
     "destination": [
      "obj-250",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-250",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-259",
      0
     ],
     "destination": [
      "obj-260",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-260",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-261",
      0
     ],
     "destination": [
      "obj-262",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-262",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-263",
      0
     ],
     "destination": [
      "obj-264",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-264",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-265",
      0
     ],
     "destination": [
      "obj-266",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-266",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-267",
      0
     ],
     "destination": [
      "obj-268",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-268",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-269",
      0
     ],
     "destination": [
      "obj-270",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-270",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-271",
      0
     ],
     "destination": [
      "obj-272",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-272",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-273",
      0
     ],
     "destination": [
      "obj-274",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-274",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-275",
      0
     ],
     "destination": [
      "obj-276",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-276",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-277",
      0
     ],
     "destination": [
      "obj-278",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-278",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-279",
      0
     ],
     "destination": [
      "obj-280",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-280",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-281",
      0
     ],
     "destination": [
      "obj-282",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-282",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-283",
      0
     ],
     "destination": [
      "obj-284",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-284",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-285",
      0
     ],
     "destination": [
      "obj-286",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-286",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-287",
      0
     ],
     "destination": [
      "obj-288",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-288",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-289",
      0
     ],
     "destination": [
      "obj-290",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-290",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-291",
      0
     ],
     "destination": [
      "obj-292",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-292",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-293",
      0
     ],
     "destination": [
      "obj-294",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-294",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-295",
      0
     ],
     "destination": [
      "obj-296",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-296",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-297",
      0
     ],
     "destination": [
      "obj-298",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-298",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-299",
      0
     ],
     "destination": [
      "obj-300",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-300",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-301",
      0
     ],
     "destination": [
      "obj-302",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-302",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-303",
      0
     ],
     "destination": [
      "obj-304",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-304",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-305",
      0
     ],
     "destination": [
      "obj-306",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-306",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-307",
      0
     ],
     "destination": [
      "obj-308",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-308",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-309",
      0
     ],
     "destination": [
      "obj-310",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-310",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-311",
      0
     ],
     "destination": [
      "obj-312",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-312",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-313",
      0
     ],
     "destination": [
      "obj-314",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-314",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-315",
      0
     ],
     "destination": [
      "obj-316",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-316",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-317",
      0
     ],
     "destination": [
      "obj-318",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-318",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-319",
      0
     ],
     "destination": [
      "obj-320",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-320",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-321",
      0
     ],
     "destination": [
      "obj-322",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-322",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-323",
      0
     ],
     "destination": [
      "obj-324",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-324",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-325",
      0
     ],
     "destination": [
      "obj-326",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-326",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-327",
      0
     ],
     "destination": [
      "obj-328",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-328",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-329",
      0
     ],
     "destination": [
      "obj-330",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-330",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-331",
      0
     ],
     "destination": [
      "obj-332",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-332",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-333",
      0
     ],
     "destination": [
      "obj-334",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-334",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-335",
      0
     ],
     "destination": [
      "obj-336",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-336",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-337",
      0
     ],
     "destination": [
      "obj-338",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-338",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-339",
      0
     ],
     "destination": [
      "obj-340",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-340",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-341",
      0
     ],
     "destination": [
      "obj-342",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-342",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-343",
      0
     ],
     "destination": [
      "obj-344",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-344",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-345",
      0
     ],
     "destination": [
      "obj-346",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-346",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-347",
      0
     ],
     "destination": [
      "obj-348",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-348",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-349",
      0
     ],
     "destination": [
      "obj-350",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-350",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-351",
      0
     ],
     "destination": [
      "obj-352",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-352",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-353",
      0
     ],
     "destination": [
      "obj-354",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-354",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-355",
      0
     ],
     "destination": [
      "obj-356",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-356",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-357",
      0
     ],
     "destination": [
      "obj-358",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-358",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-359",
      0
     ],
     "destination": [
      "obj-360",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-360",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-361",
      0
     ],
     "destination": [
      "obj-362",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-362",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-363",
      0
     ],
     "destination": [
      "obj-364",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-364",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-365",
      0
     ],
     "destination": [
      "obj-366",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-366",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-367",
      0
     ],
     "destination": [
      "obj-368",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-368",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-369",
      0
     ],
     "destination": [
      "obj-370",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-370",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-371",
      0
     ],
     "destination": [
      "obj-372",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-372",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-373",
      0
     ],
     "destination": [
      "obj-374",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-374",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-375",
      0
     ],
     "destination": [
      "obj-376",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-376",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-377",
      0
     ],
     "destination": [
      "obj-378",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-378",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-379",
      0
     ],
     "destination": [
      "obj-380",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-380",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-381",
      0
     ],
     "destination": [
      "obj-382",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-382",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-383",
      0
     ],
     "destination": [
      "obj-384",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-384",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-385",
      0
     ],
     "destination": [
      "obj-386",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-386",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-387",
      0
     ],
     "destination": [
      "obj-388",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-388",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-389",
      0
     ],
     "destination": [
      "obj-390",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-390",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-391",
      0
     ],
     "destination": [
      "obj-392",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-392",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-393",
      0
     ],
     "destination": [
      "obj-394",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-394",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-395",
      0
     ],
     "destination": [
      "obj-396",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-396",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-397",
      0
     ],
     "destination": [
      "obj-398",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-398",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-399",
      0
     ],
     "destination": [
      "obj-400",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-400",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-401",
      0
     ],
     "destination": [
      "obj-402",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-402",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-403",
      0
     ],
     "destination": [
      "obj-404",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-404",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-405",
      0
     ],
     "destination": [
      "obj-406",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-406",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-407",
      0
     ],
     "destination": [
      "obj-408",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-408",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-409",
      0
     ],
     "destination": [
      "obj-410",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-410",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-411",
      0
     ],
     "destination": [
      "obj-412",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-412",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-413",
      0
     ],
     "destination": [
      "obj-414",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-414",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-415",
      0
     ],
     "destination": [
      "obj-416",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-416",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-417",
      0
     ],
     "destination": [
      "obj-418",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-418",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-419",
      0
     ],
     "destination": [
      "obj-420",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-420",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-421",
      0
     ],
     "destination": [
      "obj-422",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-422",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-423",
      0
     ],
     "destination": [
      "obj-424",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-424",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-425",
      0
     ],
     "destination": [
      "obj-426",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-426",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-427",
      0
     ],
     "destination": [
      "obj-428",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-428",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-429",
      0
     ],
     "destination": [
      "obj-430",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-430",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-431",
      0
     ],
     "destination": [
      "obj-432",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-432",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-433",
      0
     ],
     "destination": [
      "obj-434",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-434",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-435",
      0
     ],
     "destination": [
      "obj-436",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-436",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-437",
      0
     ],
     "destination": [
      "obj-438",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-438",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-439",
      0
     ],
     "destination": [
      "obj-440",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-440",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-441",
      0
     ],
     "destination": [
      "obj-442",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-442",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-443",
      0
     ],
     "destination": [
      "obj-444",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-444",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-445",
      0
     ],
     "destination": [
      "obj-446",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-446",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-447",
      0
     ],
     "destination": [
      "obj-448",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-448",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-449",
      0
     ],
     "destination": [
      "obj-450",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-450",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-451",
      0
     ],
     "destination": [
      "obj-452",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-452",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-453",
      0
     ],
     "destination": [
      "obj-454",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-454",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-455",
      0
     ],
     "destination": [
      "obj-456",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-456",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-457",
      0
     ],
     "destination": [
      "obj-458",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-458",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-459",
      0
     ],
     "destination": [
      "obj-460",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-460",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-461",
      0
     ],
     "destination": [
      "obj-462",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-462",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-463",
      0
     ],
     "destination": [
      "obj-464",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-464",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-465",
      0
     ],
     "destination": [
      "obj-466",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-466",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-467",
      0
     ],
     "destination": [
      "obj-468",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-468",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-469",
      0
     ],
     "destination": [
      "obj-470",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-470",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-471",
      0
     ],
     "destination": [
      "obj-472",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-472",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-473",
      0
     ],
     "destination": [
      "obj-474",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-474",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-475",
      0
     ],
     "destination": [
      "obj-476",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-476",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-477",
      0
     ],
     "destination": [
      "obj-478",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-478",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-479",
      0
     ],
     "destination": [
      "obj-480",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-480",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-481",
      0
     ],
     "destination": [
      "obj-482",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-482",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-483",
      0
     ],
     "destination": [
      "obj-484",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-484",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-485",
      0
     ],
     "destination": [
      "obj-486",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-486",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-487",
      0
     ],
     "destination": [
      "obj-488",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-488",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-489",
      0
     ],
     "destination": [
      "obj-490",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-490",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-491",
      0
     ],
     "destination": [
      "obj-492",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-492",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-493",
      0
     ],
     "destination": [
      "obj-494",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-494",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-495",
      0
     ],
     "destination": [
      "obj-496",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-496",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-497",
      0
     ],
     "destination": [
      "obj-498",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-498",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-499",
      0
     ],
     "destination": [
      "obj-500",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-500",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-501",
      0
     ],
     "destination": [
      "obj-502",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-502",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-503",
      0
     ],
     "destination": [
      "obj-504",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-504",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-505",
      0
     ],
     "destination": [
      "obj-506",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-506",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-507",
      0
     ],
     "destination": [
      "obj-508",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-508",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-509",
      0
     ],
     "destination": [
      "obj-510",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-510",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-511",
      0
     ],
     "destination": [
      "obj-512",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-512",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-513",
      0
     ],
     "destination": [
      "obj-514",
      0
     ]
    }
   },
   {
    "patchline": {
     "source": [
      "obj-514",
      0
     ],
     "destination": [
      "obj-1",
      0
     ]
    }
   }
  ]
 }
}
